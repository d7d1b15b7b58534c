"""That a command under `measure` finds all that it would find without: streams, terminal, limits,
signals, environment. usage: streams_test.py BINARY [LIBRARY [TEST...]]"""
import hashlib
import itertools
import json
import os
import pty
import resource
import signal
import subprocess
import sys
import threading

import harness
from harness import equal, expect, wait_for

# Writes what it finds to the file "found".
PROBE = """
import json, os, resource
def open_streams(): return [os.path.exists("/proc/self/fd/%d" % n) for n in range(3)]
found = {"streams": open_streams(), "group": os.getpgrp(), "session": os.getsid(0),
         "umask": os.umask(0o22), "cwd": os.getcwd(), "nice": os.nice(0),
         "terminal": open("/proc/self/stat").read().rpartition(")")[2].split()[4:6],
         "limits": [resource.getrlimit(n) for n in range(16)],
         "descriptors": sorted(os.listdir("/proc/self/fd"), key=int),
         "affinity": sorted(os.sched_getaffinity(0)), "scheduler": os.sched_getscheduler(0),
         "oom": open("/proc/self/oom_score_adj").read(),
         "slack": open("/proc/self/timerslack_ns").read() if os.getuid() == 0 else "",
         "terminals": [os.isatty(n) for n in range(3)]}
with open("found", "w") as file: json.dump(found, file)
"""
SIGNAL_KEYS = ("SigBlk", "SigIgn", "SigCgt", "SigPnd", "ShdPnd", "Umask", "NoNewPrivs", "Seccomp",
               "CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb", "Groups", "Uid", "Gid")


def both_ways(case, command, **how):
    """What the command does without `measure` and with it: return codes, outputs, and `found`."""
    how = {"cwd": case.folder, "env": case.environment, **how}
    results = []
    for words in (command, case.words(command, ["--quiet"])):
        with subprocess.Popen(words, **how) as process:
            out, _ = process.communicate(timeout=harness.PATIENCE)
        results.append((process.returncode, out, harness.read(case.path("found"))))
        if os.path.exists(case.path("found")):
            os.remove(case.path("found"))
    return results


def expect_same(case, what, **how):
    plain, measured = both_ways(case, harness.python(PROBE), **how)
    expect(plain[0] == 0 and plain[2], what, "the probe fails by itself")
    equal(what + ": status", plain[0], measured[0])
    before, after = json.loads(plain[2]), json.loads(measured[2])
    for key, value in before.items():
        equal(f"{what}: {key}", value, after[key])


def test_a_large_stream_passes_unchanged(case):
    blocks = 256 if harness.is_sanitized(case.binary) else 1024
    block = bytearray(os.urandom(1 << 20))
    process = case.start(["cat"], ["--quiet"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    sent, received = hashlib.sha256(), hashlib.sha256()

    def feed():
        for number in range(blocks):
            block[:8] = number.to_bytes(8, "little")
            sent.update(block)
            process.stdin.write(block)
        process.stdin.close()

    feeder = threading.Thread(target=feed)
    feeder.start()
    size = 0
    while data := process.stdout.read(1 << 20):
        received.update(data)
        size += len(data)
    feeder.join()
    equal("status", 0, process.wait(harness.PATIENCE))
    equal("size", blocks << 20, size)
    equal("sha256", sent.hexdigest(), received.hexdigest())


def test_terminals_stay_terminals_and_pipes_pipes(case):
    for kinds in itertools.product((False, True), repeat=3):
        master, slave = pty.openpty()
        inner, outer = os.pipe()
        ends = [slave if is_terminal else (inner if n == 0 else outer)
                for n, is_terminal in enumerate(kinds)]
        expect_same(case, f"terminals {kinds}", stdin=ends[0], stdout=ends[1], stderr=ends[2])
        for end in (master, slave, inner, outer):
            os.close(end)


def test_closed_streams_stay_closed(case):
    for closed in ([0], [1], [2], [0, 1], [0, 1, 2]):
        def close(streams=tuple(closed)):
            for stream in streams:
                os.close(stream)
        expect_same(case, f"closed {closed}", stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, preexec_fn=close)


def test_many_open_descriptors_are_inherited(case):
    many = 10000
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < many + 1000:
        return f"at most {hard} descriptors may be open"
    resource.setrlimit(resource.RLIMIT_NOFILE, (many + 1000, hard))
    opened = []
    try:
        opened = [os.open("/dev/null", os.O_RDONLY) for _ in range(many)]
        for one in opened:
            os.set_inheritable(one, True)
        expect_same(case, "10000 descriptors", close_fds=False, stdin=subprocess.DEVNULL)
    finally:
        for one in opened:
            os.close(one)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return None


def test_limits_priority_and_umask_are_inherited(case):
    def prepare():
        resource.setrlimit(resource.RLIMIT_CORE, (1024, 2048))
        resource.setrlimit(resource.RLIMIT_NOFILE, (99, 100))
        resource.setrlimit(resource.RLIMIT_CPU, (50, 60))
        resource.setrlimit(resource.RLIMIT_STACK, (4 << 20, 8 << 20))
        os.nice(7)
        os.umask(0o077)
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    expect_same(case, "limits", preexec_fn=prepare, stdin=subprocess.DEVNULL)
    expect_same(case, "an own session", start_new_session=False)


def test_an_own_terminal_is_the_commands_too(case):
    found = []
    for words in (harness.python(PROBE), case.words(harness.python(PROBE), ["--quiet"])):
        pid, terminal = pty.fork()
        if pid == 0:
            os.chdir(case.folder)
            os.execvpe(words[0], words, case.environment)
        equal("status", 0, os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
        os.close(terminal)
        one = json.loads(harness.read(case.path("found")))
        # Terminal, group and session are the leader's, whoever that is.
        expect(one["group"] == pid and one["session"] == pid, "group or session")
        equal("foreground group", str(pid), one["terminal"][1])
        expect(one["terminal"][0] != "0", "no terminal")
        found.append({key: one[key] for key in ("terminals", "streams", "limits")})
    equal("on a terminal", found[0], found[1])


def test_signal_dispositions_are_inherited(case):
    ignorable = [signal.SIGHUP, signal.SIGINT, signal.SIGPIPE, signal.SIGCHLD, signal.SIGTERM,
                 signal.SIGUSR1, signal.SIGTSTP, signal.SIGQUIT]

    def ignoring(*signals):
        def prepare():
            for one in signals:
                signal.signal(one, signal.SIG_IGN)
        return prepare

    def blocking(*signals):
        return lambda: signal.pthread_sigmask(signal.SIG_BLOCK, signals)

    ways = [("as they are", None), ("all ignored", ignoring(*ignorable)),
            ("blocked", blocking(signal.SIGUSR1, signal.SIGTERM, signal.SIGCHLD, signal.SIGINT)),
            ("realtime blocked", blocking(signal.SIGRTMIN, signal.SIGRTMAX))]
    ways += [(f"{one.name} ignored", ignoring(one)) for one in ignorable]
    for what, prepare in ways:
        plain, measured = both_ways(case, ["cat", "/proc/self/status"], preexec_fn=prepare,
                                    stdout=subprocess.PIPE, stdin=subprocess.DEVNULL)
        equal(what + ": status", plain[0], measured[0])
        lines = [dict(line.split(b":", 1) for line in out.splitlines())
                 for out in (plain[1], measured[1])]
        for key in map(str.encode, SIGNAL_KEYS):
            equal(f"{what}: {key.decode()}", lines[0].get(key), lines[1].get(key))


def test_the_environment_is_the_same_but_for_two_variables(case):
    case.environment.update({"EMPTY": "", "LINES_OF": "a\nb", "co2est_mark": "other",
                             "CO2EST_MARKS": "1", "CO2EST_MARK": "/of/another"})
    plain, measured = both_ways(case, ["env", "-0"], stdout=subprocess.PIPE,
                                stdin=subprocess.DEVNULL)
    before, after = (dict(entry.split(b"=", 1) for entry in out.split(b"\0") if entry)
                     for out in (plain[1], measured[1]))
    equal("added", {b"CO2EST_ACTIVE"}, set(after) - set(before))
    expect(after[b"CO2EST_MARK"] != before[b"CO2EST_MARK"], "CO2EST_MARK is the outer one's")
    for key in before:
        if key != b"CO2EST_MARK":
            equal(key.decode(), before[key], after[key])


def test_a_reader_sees_the_end_when_the_command_closes_its_output(case):
    code = "import os,time\nos.write(1,b'last');os.close(1)\n" \
           "while not os.path.exists('go'): time.sleep(0.01)"
    process = case.start(harness.python(code), ["--quiet"], stdout=subprocess.PIPE)
    os.set_blocking(process.stdout.fileno(), False)
    received = []

    def has_ended():
        data = process.stdout.read()  # None: not yet
        received.append(data or b"")
        return data == b""

    wait_for("the end of the output", has_ended)
    equal("output", b"last", b"".join(received))
    equal("measure", None, process.poll())
    open(case.path("go"), "w").close()
    equal("status", 0, process.wait(harness.PATIENCE))


def test_a_writer_sees_that_the_command_closed_its_input(case):
    code = "import os,time\nos.close(0);open('closed','w')\n" \
           "while not os.path.exists('go'): time.sleep(0.01)"
    process = case.start(harness.python(code), ["--quiet"], stdin=subprocess.PIPE)
    case.wait_file("closed")

    def is_refused():
        try:
            os.write(process.stdin.fileno(), b"x")
        except BrokenPipeError:
            return True
        return False

    wait_for("EPIPE", is_refused)
    open(case.path("go"), "w").close()
    equal("status", 0, process.wait(harness.PATIENCE))


def test_nothing_of_ours_is_on_standard_output(case):
    told = case.run(["echo", "hello"])
    equal("output", b"hello\n", told.stdout)
    lines = [line for line in told.stderr.decode().splitlines() if ": warning: " not in line]
    equal("lines on standard error", 1, len(lines))
    expect("run.json" in lines[0] and "Wh" in lines[0], "the summary:", lines[0])
    quiet = case.run(["sh", "-c", "echo hello; echo there >&2"], ["--quiet"])
    equal("quiet", (b"hello\n", b"there\n"), (quiet.stdout, quiet.stderr))


TESTS = [value for name, value in list(globals().items()) if name.startswith("test_")]

if __name__ == "__main__":
    sys.exit(harness.main(TESTS))
