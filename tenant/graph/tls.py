"""Until when the certificate of a sign-in server is valid (the service certificate of AD FS, which no API tells).

Nothing is sent to the server but a greeting, and nothing that it says is believed but the certificate's own date: one
that has expired, or that a company signed itself, must be readable too. So nothing is verified here, on purpose.
"""

import asyncio
import ssl
from datetime import datetime

from cryptography import x509

from tenant.trouble import Unavailable

PATIENCE = 5.0


async def certificate_of(host: str, port: int) -> datetime:
    """``notAfter``, aware, in UTC. Raises Unavailable where nothing answers as TLS within five seconds."""
    try:
        async with asyncio.timeout(PATIENCE):
            return x509.load_der_x509_certificate(await _served(host, port)).not_valid_after_utc
    except (OSError, ValueError) as error:  # a time-out and a failed handshake are both an OSError
        raise Unavailable(f"{type(error).__name__} from {host}") from error


async def _served(host: str, port: int) -> bytes:
    """The certificate as it came; empty where the server shows none."""
    _, writer = await asyncio.open_connection(host, port, ssl=_unverified(), server_hostname=host)
    try:
        served = writer.get_extra_info("ssl_object")
        return served.getpeercert(binary_form=True) or b""
    finally:
        writer.close()


def _unverified() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context
