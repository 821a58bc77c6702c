"""What `make demo` stands on: settings that refuse to start half set, and a PostgreSQL that leaves nothing."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import unquote

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent
DECIDED_HERE = {"SECRET_KEY", "DATABASE_URL", "IOP_DEMO", "DJANGO_SETTINGS_MODULE"}
ADDRESS = "import os; print(os.environ['DATABASE_URL'])"
HEAR_ALL = (  # a test run in the background may have inherited deafness to some signals
    "import os, signal, sys; [signal.signal(n, signal.SIG_DFL) for n in (signal.SIGHUP, signal.SIGINT)];"
    "os.execv(sys.argv[1], sys.argv[1:])"
)
SELECT = (
    "import os, psycopg2; c = psycopg2.connect(os.environ['DATABASE_URL']).cursor();"
    "c.execute(%r, ('ÅÄÖ',)); print(*c.fetchone())"
)


def environment(**values):
    """The environment less what would decide for the program under test."""
    return {key: value for key, value in os.environ.items() if key not in DECIDED_HERE} | values


# -- Settings ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({}, "SECRET_KEY is not set"),
        ({"SECRET_KEY": "x" * 60}, "DATABASE_URL is not set"),
        ({"DATABASE_URL": "postgresql://iop@localhost/iop"}, "SECRET_KEY is not set"),
        ({"IOP_DEMO": "1"}, "DATABASE_URL is not set"),
    ],
)
def test_settings_refuse_to_start_half_set(given, named):
    done = subprocess.run(
        [sys.executable, "-c", "import iop.settings"],
        cwd=CHECKOUT,
        env=environment(**given),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert named in done.stderr
    assert "Set SECRET_KEY to a long random text and DATABASE_URL to" in done.stderr
    assert "make demo" in done.stderr


# -- The launcher -----------------------------------------------------------------------------------------------------
def command(var, action="run", *args):
    """The launcher's command line, on the test data in a folder of the test's own."""
    return [sys.executable, "-m", "iop.embedded_postgres", action, "--data", "test", "--var", str(var), *args]


def launch(var, *args, **values):
    """Run a Python program under the launcher to its end."""
    return subprocess.run(
        command(var, "run", "--", sys.executable, *args),
        cwd=CHECKOUT,
        env=environment(**values),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def launch_and_wait(var):
    """Start the launcher on a program that waits for the end of its input, and return when that program runs."""
    program = "import sys; print('up', flush=True); sys.stdin.read()"
    process = subprocess.Popen(
        [sys.executable, "-c", HEAR_ALL, *command(var, "run", "--", sys.executable, "-c", program)],
        cwd=CHECKOUT,
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "up\n"
    return process


def kill(process):
    """End a launcher so that it can clean nothing up, and let the program under it go."""
    process.kill()
    process.communicate(timeout=30)


def servers(var):
    """The pids of living processes that stand in the data under this folder."""
    data = (var / "postgres" / "test" / "data").resolve()
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if (process / "cwd").resolve() == data and (process / "cmdline").read_bytes():
                found.append(int(process.name))
        except OSError:
            continue
    return found


def ended(pids):
    """Whether all of these processes end within ten seconds."""
    for _attempt in range(100):
        if not any(Path(f"/proc/{pid}/cmdline").exists() and Path(f"/proc/{pid}/cmdline").read_bytes() for pid in pids):
            return True
        time.sleep(0.1)
    return False


@pytest.fixture
def var():
    """A folder for the data, whose name needs quoting, emptied afterwards."""
    with tempfile.TemporaryDirectory() as short:
        folder = Path(short) / "Å 'v' %2F"
        yield folder
        subprocess.run(command(folder, "reset"), cwd=CHECKOUT, env=environment(), check=True, timeout=60)


linux = pytest.mark.skipif(not Path("/proc/self").exists(), reason="reads /proc")


@linux
def test_the_server_lives_as_long_as_the_command(var):
    done = launch(var, "-c", SELECT % "SELECT lower(%s), current_database(), current_setting('listen_addresses') = ''")
    assert done.stdout.split() == ["åäö", "iop", "True"], done.stderr
    assert servers(var) == []
    assert launch(var, "-c", "raise SystemExit(7)").returncode == 7
    assert servers(var) == []


@linux
def test_a_second_run_keeps_the_data_and_a_reset_starts_over(var):
    write = "import os, psycopg2; c = psycopg2.connect(os.environ['DATABASE_URL']); c.cursor().execute(%r); c.commit()"
    assert launch(var, "-c", write % "CREATE TABLE kept ()").returncode == 0
    exists = SELECT % "SELECT to_regclass('kept') IS NOT NULL, %s"
    assert launch(var, "-c", exists).stdout.split()[0] == "True"
    subprocess.run(command(var, "reset"), cwd=CHECKOUT, env=environment(), check=True, timeout=60)
    assert launch(var, "-c", exists).stdout.split()[0] == "False"


@linux
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_stops_command_and_server(var, number):
    process = launch_and_wait(var)
    running = servers(var)
    assert running
    process.send_signal(number)
    assert process.wait(timeout=30) != 0
    process.communicate()
    assert ended(running)


@linux
def test_two_runs_share_a_server_and_the_last_stops_it(var):
    first = launch_and_wait(var)
    running = servers(var)
    assert launch(var, "-c", ADDRESS).returncode == 0
    assert set(servers(var)) >= {running[0]}, "the second run stopped the first one's server"
    refused = subprocess.run(
        command(var, "reset"), cwd=CHECKOUT, env=environment(), capture_output=True, text=True, check=False
    )
    assert refused.returncode == 1
    assert "in use" in refused.stderr
    first.terminate()
    first.communicate(timeout=30)
    assert ended(running)


@linux
def test_a_server_left_by_a_killed_launcher_is_taken_over_and_stopped(var):
    process = launch_and_wait(var)
    running = servers(var)
    kill(process)
    assert servers(var), "the server outlives a killed launcher"
    assert launch(var, "-c", ADDRESS).returncode == 0
    assert ended(running)


@linux
def test_a_killed_server_does_not_prevent_the_next_start(var):
    process = launch_and_wait(var)
    for pid in servers(var):
        os.kill(pid, signal.SIGKILL)
    kill(process)
    stale = (var / "postgres" / "test" / "data" / "postmaster.pid").resolve()
    crashed = stale.read_text().splitlines()
    done = launch(var, "-c", ADDRESS)
    assert done.returncode == 0, done.stderr
    # After a restart of the machine the pid may belong to a process that has nothing to do with it.
    other = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        stale.write_text("\n".join([str(other.pid), *crashed[1:], ""]))
        done = launch(var, "-c", ADDRESS)
        assert done.returncode == 0, done.stderr
        assert other.poll() is None
    finally:
        other.kill()
        other.wait()


@linux
def test_a_path_too_long_for_a_socket_works(tmp_path):
    var = tmp_path / ("long" * 30)
    program = SELECT % "SELECT lower(%s)" + ";" + ADDRESS
    try:
        done = launch(var, "-c", program)
        letters, address = done.stdout.split()
        assert letters == "åäö", done.stderr
        socket_folder = unquote(address.partition("@")[2].partition(":")[0])
        assert socket_folder.startswith("/var/tmp/" if os.geteuid() == 0 else "/tmp/")  # noqa: S108
        assert not Path(socket_folder, ".s.PGSQL.5432").exists()
    finally:
        subprocess.run(command(var, "reset"), cwd=CHECKOUT, env=environment(), check=True, timeout=60)


@linux
def test_no_permission_changes_outside_its_own_folder(var):
    var.mkdir()
    var.chmod(0o700)
    watched = [*var.parents, var, Path("/var/tmp"), Path(sys.prefix), *Path(sys.prefix).rglob("embedded_postgres*")]  # noqa: S108

    def permissions():
        return {path: (path.stat().st_mode, path.stat().st_uid, path.stat().st_gid) for path in watched}

    before = permissions()
    assert launch(var, "-c", ADDRESS).returncode == 0
    assert permissions() == before
    data = (var / "postgres" / "test").resolve()
    assert data.stat().st_mode & 0o077 == 0, "others can enter the data"
    assert (data.stat().st_uid == os.geteuid()) == (os.geteuid() != 0), "root's server runs as somebody else"


def test_a_given_database_is_used_as_it_is(var):
    done = launch(var, "-c", ADDRESS, DATABASE_URL="postgresql://somebody@elsewhere/theirs")
    assert done.stdout.strip() == "postgresql://somebody@elsewhere/theirs"
    assert not var.exists()
    refused = subprocess.run(
        command(var, "reset"),
        cwd=CHECKOUT,
        env=environment(DATABASE_URL="postgresql://somebody@elsewhere/theirs"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert refused.returncode == 1
    assert "yours to empty" in refused.stderr


def test_a_command_that_is_not_there_is_named(var):
    done = subprocess.run(
        command(var, "run", "--", "no-such-command"),
        cwd=CHECKOUT,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.strip() == "no-such-command cannot be run: No such file or directory"


# -- The Makefile -----------------------------------------------------------------------------------------------------
@pytest.mark.skipif(not shutil.which("make"), reason="needs make")
def test_make_lists_its_targets():
    shown = subprocess.run(["make"], cwd=CHECKOUT, env=environment(), capture_output=True, text=True, check=True).stdout
    for target in ["demo", "demo-reset", "test", "check", "bench", "lock", "messages", "messages-compile", "clean"]:
        assert f"make {target} " in shown
