"""Certificates of make-believe servers, made when they are asked for: the same name and end give the same one."""

import hashlib
from datetime import datetime, timedelta
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.x509.oid import NameOID

LIFE = timedelta(days=365)
"""AD FS makes signing certificates that are good for a year."""


@cache
def signing(name: str, ends: datetime) -> bytes:
    """A token-signing certificate (DER) that is good until ``ends``.

    Its key is drawn from its name, so that its thumbprint never changes; AD FS itself would use RSA.
    """
    key = ed25519.Ed25519PrivateKey.from_private_bytes(hashlib.sha256(f"{name}/{ends}".encode()).digest())
    made = _builder(name, ends).public_key(key.public_key()).sign(key, None)
    return made.public_bytes(serialization.Encoding.DER)


@cache
def service(name: str, ends: datetime) -> bytes:
    """A server's own certificate with its private key (PEM, for TLS)."""
    key = ec.generate_private_key(ec.SECP256R1())
    names = x509.SubjectAlternativeName([x509.DNSName(name)])
    made = _builder(name, ends).add_extension(names, critical=False).public_key(key.public_key())
    plain = serialization.NoEncryption()
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    return made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM) + private


def _builder(name: str, ends: datetime) -> x509.CertificateBuilder:
    whole = ends.replace(microsecond=0)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    number = int.from_bytes(hashlib.sha256(f"{name}/{whole}".encode()).digest()[:8])
    built = x509.CertificateBuilder().subject_name(subject).issuer_name(subject).serial_number(number)
    return built.not_valid_before(whole - LIFE).not_valid_after(whole)
