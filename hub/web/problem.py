"""Errors as RFC 9457 problem documents: the code, whose fault, what to do; never content."""

import logging
from typing import Final

import orjson
from flask import Flask, Response
from werkzeug.exceptions import HTTPException

from hub.errors import Fault, HubError

MEDIA_TYPE: Final = "application/problem+json"
STATUS: Final = {Fault.SENDER: 400, Fault.HUB: 500, Fault.ENVIRONMENT: 503}
UNTRUSTED: Final = 401
RETRY_AFTER_S: Final = 2
TOO_BUSY: Final = (429, 503)
log = logging.getLogger(__name__)


def problem(status: int, code: str, text: str, **members: object) -> Response:
    """Make the answer for one error.

    Source: RFC 9457 section 3; RFC 9110 section 10.2.3 for Retry-After.
    """
    document = {
        "type": f"/problems/{code}",
        "title": text,
        "status": status,
        "code": code,
        **members,
    }
    answer = Response(orjson.dumps(document), status, content_type=MEDIA_TYPE)
    if status in TOO_BUSY:
        answer.headers["Retry-After"] = str(RETRY_AFTER_S)
    return answer


def install(app: Flask) -> None:
    """Answer every error of an application so."""
    app.register_error_handler(HubError, _of_hub)
    app.register_error_handler(HTTPException, _of_http)
    app.register_error_handler(Exception, _of_defect)


def _of_hub(error: HubError) -> Response:
    status = STATUS[error.fault]
    if error.fault is Fault.SENDER and error.code.startswith("trust."):
        status = UNTRUSTED
    if error.code == "message.too_large":
        status = 413
    level = logging.INFO if error.fault is Fault.SENDER else logging.ERROR
    log.log(level, "answered %d: %s", status, error.code)
    problems = [
        {"path": item.path, "rule": item.rule, "text_en": item.text_en, "text_zh": item.text_zh}
        for item in error.problems
    ]
    more = {"problems": problems} if problems else {}
    return problem(status, error.code, error.text, **more)


def _of_http(error: HTTPException) -> Response:
    status = error.code or 500
    code = "http." + error.name.lower().replace(" ", "_").replace("-", "_")
    answer = problem(status, code, error.name)
    for name, value in error.get_headers():
        if name.lower() in ("allow", "retry-after"):
            answer.headers[name] = value
    return answer


def _of_defect(error: Exception) -> Response:
    log.error("defect: %s", type(error).__name__, exc_info=error)
    return problem(500, "hub.defect", "the hub failed; the operator has been told")
