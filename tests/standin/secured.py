"""The stand-in behind TLS, with certificates of every sort. Needs cryptography, which google-genai brings along."""

from __future__ import annotations

import ssl
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from .server import StandIn, serving

NOW = datetime.now(timezone.utc)
_DAY = timedelta(days=1)
_SIGNS = x509.KeyUsage(
    digital_signature=False, content_commitment=False, key_encipherment=False, data_encipherment=False, key_agreement=False,
    key_cert_sign=True, crl_sign=True, encipher_only=False, decipher_only=False,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Authority:
    """Who signs: its name, its certificate (a file that clients may trust), and its key."""

    name: x509.Name
    key: ec.EllipticCurvePrivateKey
    file: Path

    def serving(self, *, host: str = "127.0.0.1", end: datetime = NOW + _DAY) -> Path:
        """A file with a certificate for ``host`` and its key."""
        key = ec.generate_private_key(ec.SECP256R1())
        name: x509.GeneralName = x509.IPAddress(ip_address(host)) if host[0].isdigit() else x509.DNSName(host)
        built = _builder(_name(host), self.name, key, end).add_extension(x509.SubjectAlternativeName([name]), False)
        signer = x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key())
        built = built.add_extension(signer, False)
        return _write(self.file.with_name(f"{host}-{end:%Y%m%d}.pem"), built.sign(self.key, hashes.SHA256()), key)


def authority(folder: Path, organisation: str) -> Authority:
    """A new authority that signs itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation)])
    built = _builder(name, name, key, NOW + _DAY).add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
    # Python 3.13 checks strictly: who signs says so, and says by which key it is known.
    built = built.add_extension(_SIGNS, True)
    built = built.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
    return Authority(name, key, _write(folder / "authority.pem", built.sign(key, hashes.SHA256())))


@contextmanager
def serving_securely(certificate: Path) -> Generator[StandIn, None, None]:
    """A stand-in that speaks TLS with a certificate and key from a file."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with serving(context=context) as stand_in:
        yield stand_in


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, end: datetime
) -> x509.CertificateBuilder:
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key.public_key())
    return builder.serial_number(x509.random_serial_number()).not_valid_before(NOW - 30 * _DAY).not_valid_after(end)


def _write(path: Path, certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey | None = None) -> Path:
    pem = serialization.Encoding.PEM
    private = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    data = certificate.public_bytes(pem) + (key.private_bytes(pem, *private) if key else b"")
    _ = path.write_bytes(data)
    return path
