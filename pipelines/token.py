"""The signed text with which a deployment's own processes send to its intake."""

from itsdangerous import BadSignature, URLSafeTimedSerializer

from pipelines.domain.access import SYSTEM

TOKEN_SECONDS = 60


def _signer(secret: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret, salt="threecenter-system-event")


def system_token(secret: str) -> str:
    """A bearer text that is good for a minute."""
    return str(_signer(secret).dumps(SYSTEM))


def is_system_token(text: str, secret: str) -> bool:
    """Whether the text was signed with the deployment's secret in the last minute."""
    try:
        return bool(_signer(secret).loads(text, max_age=TOKEN_SECONDS) == SYSTEM)
    except BadSignature:
        return False
