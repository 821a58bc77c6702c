"""Keys, certificates and signed PDFs for the tests, made anew in each run: no key stands in the repository."""

from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

#: Nothing here expires while tests run, whatever day it is.
FROM, UNTIL = datetime.now(UTC) - timedelta(days=400), datetime.now(UTC) + timedelta(days=400)


def name_of(common, organisation=""):
    rows = [x509.NameAttribute(NameOID.COMMON_NAME, common)]
    if organisation:
        rows.append(x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation))
    return x509.Name(rows)


class Authority:
    """A certificate authority with its own root."""

    def __init__(self, name="Provrot"):
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = name_of(name, "Provorganisationen")
        build = self._build(self.name, self.key.public_key(), FROM, UNTIL)
        build = build.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        build = build.add_extension(usage(key_cert_sign=True, crl_sign=True), critical=True)
        self.cert = build.sign(self.key, hashes.SHA256())

    def _build(self, subject, public_key, valid_from, valid_until):
        build = x509.CertificateBuilder().subject_name(subject).issuer_name(self.name).public_key(public_key)
        build = (
            build.serial_number(x509.random_serial_number()).not_valid_before(valid_from).not_valid_after(valid_until)
        )
        build = build.add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
        own = x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key())
        return build.add_extension(own, critical=False)

    @property
    def pem(self):
        return self.cert.public_bytes(serialization.Encoding.PEM)

    def certify(self, common, organisation="", *, valid_from=FROM, valid_until=UNTIL, timestamps=False):
        """A key with its certificate: (certificate, key) as pyHanko takes them."""
        key = rsa.generate_private_key(65537, 2048) if timestamps else ec.generate_private_key(ec.SECP256R1())
        build = self._build(name_of(common, organisation), key.public_key(), valid_from, valid_until)
        build = build.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        build = build.add_extension(usage(digital_signature=True, content_commitment=not timestamps), critical=True)
        if timestamps:
            build = build.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        return plain(build.sign(self.key, hashes.SHA256())), plain_key(key)

    def signer(self, *args, **options):
        """Somebody who signs with a certificate of this authority."""
        cert, key = self.certify(*args, **options)
        store = SimpleCertificateStore.from_certs([plain(self.cert)])
        return signers.SimpleSigner(signing_cert=cert, signing_key=key, cert_registry=store)

    def stamper(self, at=None):
        """A service of timestamps, which says that it is `at`."""
        cert, key = self.certify("Provtid", timestamps=True)
        store = SimpleCertificateStore.from_certs([plain(self.cert)])
        return DummyTimeStamper(tsa_cert=cert, tsa_key=key, certs_to_embed=store, fixed_dt=at)


def usage(**given):
    names = (
        "digital_signature content_commitment key_encipherment data_encipherment key_agreement key_cert_sign crl_sign"
        " encipher_only decipher_only"
    )
    return x509.KeyUsage(**{**dict.fromkeys(names.split(), False), **given})


def plain(cert):
    return asn1_x509.Certificate.load(cert.public_bytes(serialization.Encoding.DER))


def plain_key(key):
    pkcs8 = serialization.PrivateFormat.PKCS8
    return asn1_keys.PrivateKeyInfo.load(
        key.private_bytes(serialization.Encoding.DER, pkcs8, serialization.NoEncryption())
    )


@cache
def _authority(name):
    return Authority(name)


def authority(name="Provrot"):
    """The authority called `name`, the same during the whole run."""
    return _authority(name)


def sign_pdf(pdf, signer, *, field="Underskrift", timestamper=None, change=None):
    """The file with one more signature, added at its end. `change` may write in the revision that is signed."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    if change:
        change(writer)
    metadata = signers.PdfSignatureMetadata(
        field_name=field, md_algorithm="sha256", subfilter=fields.SigSeedSubFilter.PADES, embed_validation_info=False
    )
    out = signers.PdfSigner(metadata, signer, timestamper=timestamper).sign_pdf(writer)
    return out.getvalue()
