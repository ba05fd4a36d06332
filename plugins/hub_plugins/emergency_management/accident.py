"""The class of an accident by Decree 493."""

from dataclasses import dataclass

from hub_plugins.emergency_management.table import cited, table
from hub_schemas import AccidentReported
from hub_schemas.codes import AccidentClass

TABLE = "accident_classes"
_CURRENCY = "CNY"
WORST_FIRST = tuple(AccidentClass[row["class"].upper()] for row in table(TABLE)["classes"])


@dataclass(frozen=True, slots=True)
class Classified:
    """A class, what decided it, and by which rule."""

    accident_class: AccidentClass
    criterion: str
    rule: str

    @property
    def text(self) -> str:
        return f"{self.accident_class.en} by {self.criterion} ({self.rule})"


def accident_class(
    deaths: int = 0, serious_injuries: int = 0, direct_loss_minor: int = 0
) -> Classified:
    """Class an accident by the highest of its three criteria.

    Args:
        direct_loss_minor: In fen.

    Source:
        Decree 493, Article 3: "above" includes the number, "below" excludes it.
    """
    found = {
        "deaths": deaths,
        "serious_injuries": serious_injuries,
        "direct_loss_minor": direct_loss_minor,
    }
    return next(
        Classified(AccidentClass[row["class"].upper()], criterion, cited(TABLE))
        for row in table(TABLE)["classes"]
        for criterion, number in found.items()
        if number >= row[criterion]
    )


def class_of(report: AccidentReported) -> Classified | None:
    """Class a report; None when it states neither a number nor a class.

    The numbers decide; a class that is only stated is taken where there are none. Missing
    persons are not dead: a supplement raises the class when they are found so. A loss in
    another currency than yuan is not converted, so it does not count.
    """
    loss = report.direct_loss
    loss_minor = loss.amount_minor if loss is not None and loss.currency == _CURRENCY else None
    if report.deaths is report.serious_injuries is loss_minor is None:
        if report.accident_class is None:
            return None
        return Classified(report.accident_class, "the report's own statement", cited(TABLE))
    return accident_class(report.deaths or 0, report.serious_injuries or 0, loss_minor or 0)
