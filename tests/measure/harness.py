"""What the tests of `measure` share: a scratch folder for a run, the run itself, and waiting for
things to happen without a clock's help."""
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

PATIENCE = 40.0  # s, for what happens at once on an idle machine
PYTHON = [sys.executable, "-I", "-S"]
REPLAY = "at_s,power_w\n0,100\n100000,100\n"  # 100 W, for longer than any test


class Failure(Exception):
    """What a test expected and did not find."""


def expect(condition, *what):
    if not condition:
        raise Failure(" ".join(str(word) for word in what))


def equal(what, expected, actual):
    expect(expected == actual, f"{what}: expected {expected!r}, is {actual!r}")


def wait_for(what, condition, patience=PATIENCE, pause=0.005):
    """The first true value of `condition`."""
    end = time.monotonic() + patience
    while True:
        value = condition()
        if value:
            return value
        expect(time.monotonic() < end, "waited in vain for", what)
        time.sleep(pause)


def python(code, *words):
    """A command that runs Python code, quick to start."""
    return PYTHON + ["-c", code, *map(str, words)]


def read(path):
    """Empty where there is no such file, or no such process."""
    try:
        with open(path, "rb") as file:
            return file.read().decode("utf-8", "replace")
    except (FileNotFoundError, ProcessLookupError):
        return ""


def write(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return path


def children_of(pid):
    return [int(word) for word in read(f"/proc/{pid}/task/{pid}/children").split()]


def status_of(pid, *keys):
    """Lines of /proc/PID/status."""
    lines = dict(line.split(":", 1) for line in read(f"/proc/{pid}/status").splitlines())
    return {key: lines.get(key, "").strip() for key in keys}


def state_of(pid):
    """R, S, T, Z and so on; empty where there is no such process."""
    text = read(f"/proc/{pid}/stat")
    return text[text.rfind(")") + 2:][:1]


def name_of(pid):
    return read(f"/proc/{pid}/comm").strip()


def is_alive(pid):
    return state_of(pid) not in ("", "Z", "X")


def sampler_of(wrapper):
    """Its process id, 0 where there is none now."""
    found = [pid for pid in children_of(wrapper) if name_of(pid) == "co2est-sampler"]
    return found[0] if found else 0


class Case:
    """A scratch folder, and `measure` run in it."""

    def __init__(self, binary, nvml=None):
        self.binary = binary
        self.nvml = nvml
        self.folder = tempfile.mkdtemp(prefix="co2est-case-")
        self.output = self.path("run.json")
        self.period = "0.05"  # s
        os.mkdir(self.path("tmp"))
        self.replay = write(self.path("power.csv"), REPLAY)
        dropped = ("XDG_RUNTIME_DIR", "CO2EST_ACTIVE", "CO2EST_MARK", "FAKE_NVML_SCRIPT")
        self.environment = {key: value for key, value in os.environ.items() if key not in dropped}
        # A signal from outside is to end a program of the sanitizers as it ends any other.
        plain = "handle_segv=0:handle_abort=0:handle_sigbus=0:handle_sigfpe=0:handle_sigill=0"
        # And limits are to be those that a test set: without this the runtime forbids core files.
        self.environment.update(TMPDIR=self.path("tmp"), CO2EST_CASE=self.folder,
                                ASAN_OPTIONS=plain + ":disable_coredump=0", UBSAN_OPTIONS=plain)

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        for pid in self.left_alive():
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        shutil.rmtree(self.folder, ignore_errors=True)

    def path(self, name):
        return os.path.join(self.folder, name)

    def words(self, command, options=(), source="replay"):
        words = [self.binary, "measure", "--period", self.period, "-o", self.output]
        if source == "replay":
            words += ["--replay", self.replay]
        elif source == "nvml":
            words += ["--nvml", self.nvml]
        return words + list(options) + ["--"] + list(command)

    def start(self, command, options=(), source="replay", **how):
        """`measure` as a process of its own session."""
        how.setdefault("env", self.environment)
        how.setdefault("cwd", self.folder)
        how.setdefault("start_new_session", True)
        how.setdefault("stdin", subprocess.DEVNULL)
        return subprocess.Popen(self.words(command, options, source), **how)

    def run(self, command, options=(), source="replay", **how):
        """Runs it to its end: returncode, stdout, stderr."""
        for stream in ("stdout", "stderr"):
            how.setdefault(stream, subprocess.PIPE)
        process = self.start(command, options, source, **how)
        try:
            out, err = process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            raise Failure(f"does not end: {command}") from None
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)

    def script(self, text):
        """What the stand-in for NVIDIA's library plays."""
        self.environment["FAKE_NVML_SCRIPT"] = write(self.path("nvml.script"), text)

    def wait_file(self, name, patience=PATIENCE):
        wait_for(name, lambda: os.path.exists(self.path(name)), patience)

    def left_alive(self):
        """Processes that were started in this case, however far from it they are."""
        mark = b"CO2EST_CASE=" + self.folder.encode()
        found = []
        for name in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open(f"/proc/{name}/environ", "rb") as file:
                    if mark in file.read().split(b"\0") and is_alive(int(name)):
                        found.append(int(name))
            except OSError:
                pass
        return found

    def record(self):
        """The run file, which must be there."""
        return json.loads(read(self.output))

    def estimate(self, path=None):
        """The estimate of the run file, or of another."""
        result = subprocess.run([self.binary, path or self.output, "--format", "json"],
                                capture_output=True, text=True, timeout=PATIENCE, check=False)
        expect(result.returncode == 0 and result.stdout, "no estimate:", result.returncode,
               result.stderr)
        return json.loads(result.stdout)

    def energy_j(self, path=None):
        """Of the GPUs, as the estimate has it; 0 where nothing was measured."""
        return sum(3.6e6 * (row["energy_kwh"] or 0) for row in self.estimate(path)["components"]
                   if row["kind"] == "gpu")


def is_sanitized(binary):
    with open(binary, "rb") as file:
        return b"__asan_init" in file.read()


def events_of(record):
    return [event["event"] for event in record["record"].get("events", [])]


def main(tests):
    """Runs each test, or those whose names the command line has after BINARY and LIBRARY."""
    binary = os.path.abspath(sys.argv[1])
    nvml = os.path.abspath(sys.argv[2]) if len(sys.argv) > 2 else None
    chosen = sys.argv[3:]
    failed = 0
    for test in tests:
        name = test.__name__
        if chosen and name not in chosen:
            continue
        try:
            with Case(binary, nvml) as case:
                skipped = test(case)
            if skipped:
                print(f"skipped: {name}: {skipped}", flush=True)
        except Exception as error:  # a failed test must not hide those behind it
            failed += 1
            print(f"FAILED: {name}: {type(error).__name__}: {error}", flush=True)
    print(f"{len(tests)} tests, {failed} failed")
    return 1 if failed else 0
