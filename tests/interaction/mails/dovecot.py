"""A real IMAP server for tests: Debian's Dovecot as an instance of our own, on free ports, over TLS, with folders that vanish."""

from __future__ import annotations

import getpass
import ipaddress
import os
import pwd
import shutil
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.cast import NOW

PROGRAM = shutil.which("dovecot") or shutil.which("dovecot", path="/usr/sbin:/usr/local/sbin")
WHY_SKIPPED = "no Dovecot here: apt-get install dovecot-imapd"
PORTS_TRIED = 5
USER, PASSWORD = "letters", "秘密口令-42"

CONFIG = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
ssl = required
ssl_cert = <{folder}/cert.pem
ssl_key = <{folder}/key.pem
disable_plaintext_auth = yes
mail_location = maildir:{folder}/Maildir
mailbox_list_index = no
first_valid_uid = 1
{users}
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {folder}/users
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/home
}}
service imap-login {{
  {chroot}
  inet_listener imap {{
    port = {plain_port}
  }}
  inet_listener imaps {{
    port = {port}
    ssl = yes
  }}
}}
service anvil {{
  {chroot}
}}
"""


class Server:
    """A running server: where it listens, its certificate, and putting mails into the account's folder."""

    port: int
    plain_port: int

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ca_file = str(folder / "cert.pem")
        self.count = 0

    def deliver(self, raw: bytes, *, at: datetime | None = None, folder: str = "new") -> Path:
        """Put a mail into the folder as a mail server would; its time, the tests' own, becomes the internal date."""
        self.count += 1
        moment = (at or NOW).timestamp()
        path = self.folder / "Maildir" / folder / f"{int(moment)}.M{self.count:06d}P1.test"
        path.write_bytes(raw)
        os.utime(path, (moment, moment))
        own(path)
        return path

    def names(self) -> list[str]:
        """The files of the folder, with their flags."""
        return sorted(path.name for part in ("new", "cur") for path in (self.folder / "Maildir" / part).iterdir())


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def owner() -> tuple[int, int]:
    """Who owns the mails: never root, which Dovecot refuses."""
    if os.getuid():
        return os.getuid(), os.getgid()
    nobody = pwd.getpwnam("nobody")
    return nobody.pw_uid, nobody.pw_gid


def own(path: Path) -> None:
    """Give the file to the owner of the mails."""
    if not os.getuid():
        os.chown(path, *owner())


def write_certificate(folder: Path) -> None:
    """A self-signed certificate for 127.0.0.1 that is its own authority."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    names = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=400))
        .not_valid_after(now + timedelta(days=400))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "key.pem").write_bytes(private)


@contextmanager
def running():
    """Run a server until the block ends, in a folder that its own users may walk into. Not in pytest's: every run of pytest
    that starts shuts that one to them again, in the middle of another's tests."""
    with tempfile.TemporaryDirectory(prefix="imap-") as name:
        yield from _running(Path(name))


def _running(folder: Path) -> Iterator[Server]:
    server = Server(folder)
    folder.chmod(0o755)
    for name in ("run", "state", "home", "Maildir", "Maildir/new", "Maildir/cur", "Maildir/tmp"):
        (folder / name).mkdir()
        if name not in {"run", "state"}:
            own(folder / name)
    write_certificate(folder)
    (folder / "users").write_text(f"{USER}:{{PLAIN}}{PASSWORD}::::::\n", encoding="utf-8")
    (folder / "users").chmod(0o644)
    process = started(server)
    try:
        yield server
    finally:
        stop(process)


def started(server: Server) -> subprocess.Popen:
    """Start the program on ports that are free. Between finding a port and listening on it somebody else may take it, any
    connection that leaves this machine for instance: then it is tried on others."""
    for attempt in range(PORTS_TRIED):
        write_config(server)
        process = subprocess.Popen([PROGRAM, "-F", "-c", str(server.folder / "dovecot.conf")])
        try:
            wait(server, process)
        except PortTakenError:
            stop(process)
            if attempt == PORTS_TRIED - 1:
                raise
        else:
            return process
    raise AssertionError


def stop(process: subprocess.Popen) -> None:
    """End the program."""
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(10)


def write_config(server: Server) -> None:
    """Write the configuration for two ports that nobody listens on now."""
    folder, server.port, server.plain_port = server.folder, free_port(), free_port()
    uid, gid = owner()
    me = getpass.getuser()
    as_me = f"default_internal_user = {me}\ndefault_login_user = {me}\ndefault_internal_group = {gid}"
    config = CONFIG.format(
        folder=folder,
        port=server.port,
        plain_port=server.plain_port,
        uid=uid,
        gid=gid,
        users=as_me if os.getuid() else "",
        chroot="chroot =" if os.getuid() else "",
    )
    (folder / "dovecot.conf").write_text(config, encoding="utf-8")


class PortTakenError(Exception):
    """The program went away, because it could not listen."""


def wait(server: Server, process: subprocess.Popen) -> None:
    """Wait until it greets over TLS; that somebody accepts connections does not say yet that they are served."""
    trusting = ssl.create_default_context(cafile=server.ca_file)
    for _try in range(600):
        with (
            suppress(OSError),
            socket.create_connection(("127.0.0.1", server.port), timeout=10) as plain,
            trusting.wrap_socket(plain, server_hostname="localhost") as secured,
        ):
            if secured.recv(200).startswith(b"* OK"):
                return
        if process.poll() is not None:
            raise PortTakenError((server.folder / "log").read_text(encoding="utf-8"))
        time.sleep(0.1)
    raise AssertionError((server.folder / "log").read_text(encoding="utf-8"))
