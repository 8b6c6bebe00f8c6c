"""How ``adminapi`` says no: its error text stands in one of three places, and sometimes there is none.

The shapes are those that public clients of it take apart (KelvinTegelaar/CIPP-API, New-ExoRequest.ps1) and that were
captured from it: ``error.details[].message``, ``error.innererror.internalexception.message``, ``error.message``.
"""

from collections.abc import Mapping

from demo.wire import JsonObject

ERROR = "Microsoft.Exchange.Admin.OData.Core.ODataServiceException"
INVOKING = "Microsoft.Exchange.AdminApi.CommandInvocation"
NO_WARNINGS: JsonObject = {"adminapi.warnings@odata.type": "#Collection(String)", "@adminapi.warnings": []}
NOTHING_READABLE = bytes(4096)
"""What was seen as the body of a 403 for an application without the permission: no JSON, NUL bytes."""


class Refused(Exception):
    """A refusal: the HTTP status, the body (JSON, or bytes as they are) and headers."""

    def __init__(self, status: int, body: JsonObject | bytes, *, headers: Mapping[str, str] | None = None) -> None:
        """Keep what the answer will hold."""
        super().__init__(status)
        self.status, self.body, self.headers = status, body, dict(headers or {})


def unauthenticated(why: str) -> Refused:
    """401 with nothing in it but the challenge."""
    challenge = f'Bearer client_id="00000002-0000-0ff1-ce00-000000000000", error="invalid_token", {why}'
    return Refused(401, b"", headers={"WWW-Authenticate": challenge})


def without_permission() -> Refused:
    """403 for a token without ``Exchange.ManageAsApp``."""
    return Refused(403, NOTHING_READABLE)


def bad(message: str, *, status: int = 400, code: str = "BadRequest") -> Refused:
    """The text in ``error.message`` and nowhere else."""
    return Refused(status, {"error": {"code": code, "message": message}})


def outside_role(cmdlet: str) -> Refused:
    """403: the text in ``error.details``. The role does not hold the cmdlet."""
    said = f"The cmdlet {cmdlet} is not present in the role definition of the current user."
    details = _details(f"|System.UnauthorizedAccessException|{said}")
    return Refused(403, {"error": {"code": "Forbidden", "message": "Invalid Operation", **details}})


def unknown_parameter(names: str) -> Refused:
    """400: the text in ``error.details`` and in ``innererror`` (as captured)."""
    said = "Parameter set cannot be resolved using the specified named parameters. "
    return _both(400, "BadRequest", f"{INVOKING}.AmbiguousParameterSetException", said + _invalid(names))


def missing_parameter(name: str) -> Refused:
    """400: the text in both places."""
    said = f"Cannot process command because of one or more missing mandatory parameters: {name}."
    return _both(400, "BadRequest", f"{INVOKING}.MissingMandatoryParameterException", said)


def wrong_value(name: str, value: object, kind: str) -> Refused:
    """400: the text in ``innererror`` only (as captured)."""
    said = f"Cannot process argument transformation on parameter '{name}'. "
    said += f'Cannot convert value "{value}" to type "{kind}".'
    error: JsonObject = {"code": "BadRequest", "message": "Invalid Operation"}
    error |= _inner(f"{INVOKING}.ParameterTransformationException", said)
    return Refused(400, {"error": error, **NO_WARNINGS})


def not_found(identity: str) -> Refused:
    """404: an object that is not there, with a code before the exception's name."""
    said = f"The operation couldn't be performed because object '{identity}' couldn't be found on 'DC01.contoso.com'."
    return _both(404, "NotFound", "Microsoft.Exchange.Configuration.Tasks.ManagementObjectNotFoundException", said)


def service(status: int, *, code: str, retry_after: int | None = None) -> Refused:
    """What the service in front says (throttling, trouble): the older ``odata.error``."""
    headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
    said = "The server is busy. Please try again later."
    return Refused(
        status, {"odata.error": {"code": code, "message": {"lang": "en-US", "value": said}}}, headers=headers
    )


def _both(status: int, code: str, kind: str, said: str) -> Refused:
    mark = "Ex6F9304" if status == 404 else ""
    error: JsonObject = {"code": code, "message": "Invalid Operation", **_details(f"{mark}|{kind}|{said}")}
    return Refused(status, {"error": error | _inner(kind, said)})


def _details(text: str) -> JsonObject:
    return {"details": [{"code": "Client", "target": "", "message": text}]}


def _inner(kind: str, said: str) -> JsonObject:
    inside: JsonObject = {"message": said, "type": kind, "stacktrace": ""}
    return {
        "innererror": {"message": "Invalid Operation", "type": ERROR, "stacktrace": "", "internalexception": inside}
    }


def _invalid(names: str) -> str:
    return f"Invalid cmdlet parameters specified. {names}"
