"""All contracts that this hub knows, each proved to be the frozen one."""

from collections.abc import Iterator, Mapping
from typing import Self

from hub.contracts.contract import Contract
from hub.contracts.contract_file import read_contract
from hub.contracts.lock import LOCK, file_of, read_lock, refs
from hub.errors import ContractError, ReleaseError


class Catalogue:
    """Contracts by ref."""

    def __init__(self, contracts: Mapping[str, Contract]) -> None:
        self._contracts = dict(sorted(contracts.items()))

    @classmethod
    def from_files(cls, files: Mapping[str, bytes]) -> Self:
        """Read every contract and hold it against the lock.

        Args:
            files: Bytes by name, as `hub_contracts.files()` returns them.

        Raises:
            ReleaseError: `release.empty`, `release.file_missing`,
                `release.contract_malformed`, `release.lock_malformed`,
                `release.lock_differs`.
        """
        found = {ref: read_contract(files, ref) for ref in refs(files)}
        if not found:
            raise ReleaseError("release.empty", "no contract at all; install the hub anew")
        locked = read_lock(file_of(files, LOCK))
        for ref in sorted(found.keys() | locked.keys()):
            if ref not in found or locked.get(ref) != found[ref].digest:
                raise ReleaseError(
                    "release.lock_differs",
                    f"{ref} is not the frozen contract; see `hub contracts check`",
                    contract=ref,
                )
        return cls(found)

    def get(self, ref: str) -> Contract:
        """Return a contract.

        Raises:
            ContractError: `contract.unknown`.
        """
        try:
            return self._contracts[ref]
        except KeyError:
            raise ContractError(
                "contract.unknown", "no contract of that name and version; see `hub contracts list`"
            ) from None

    def __iter__(self) -> Iterator[Contract]:
        return iter(self._contracts.values())

    def __len__(self) -> int:
        return len(self._contracts)

    def __contains__(self, ref: object) -> bool:
        return ref in self._contracts
