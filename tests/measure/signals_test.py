"""What the command gets of signals and of its terminal, and when.
usage: signals_test.py BINARY [LIBRARY [TEST...]]"""
import os
import pty
import signal
import subprocess
import sys
import time

import harness
from harness import equal, expect, wait_for

# Counts signals by name in the file "got", one word a line, until "go" is there.
COUNTER = """
import _signal, os, sys, time
names = {getattr(_signal, n): n for n in ("SIGINT", "SIGTERM", "SIGHUP", "SIGUSR1", "SIGUSR2",
                                          "SIGQUIT", "SIGCONT", "SIGWINCH")}
file = os.open("got", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
for number in names:
    _signal.signal(number, lambda n, f: os.write(file, names[n].encode() + b"\\n"))
open("started", "w").close()
while not os.path.exists("go"): time.sleep(0.01)
sys.exit(9)
"""
FORWARDED = ["SIGTERM", "SIGHUP", "SIGUSR1", "SIGUSR2", "SIGINT", "SIGQUIT"]


def in_job():
    """A group of its own in our session: the kernel ignores SIGTSTP in a session without a shell."""
    return {"start_new_session": False, "preexec_fn": lambda: os.setpgid(0, 0)}


def got(case):
    return harness.read(case.path("got")).split()


def go(case, process):
    open(case.path("go"), "w").close()
    return process.wait(harness.PATIENCE)


def start_counter(case, options=(), **how):
    process = case.start(harness.python(COUNTER), ["--quiet", *options], **how)
    case.wait_file("started")
    return process


def command_of(process):
    return next(pid for pid in harness.children_of(process.pid)
                if harness.name_of(pid) != "co2est-sampler")


def settle(case, process):
    """Time for a second signal that must not come: one behind it is certainly passed on later."""
    process.send_signal(signal.SIGWINCH)
    wait_for("SIGWINCH", lambda: "SIGWINCH" in got(case))


def test_signals_of_others_are_passed_on_once(case):
    process = start_counter(case)
    for name in FORWARDED:
        process.send_signal(getattr(signal, name))
        wait_for(name, lambda: name in got(case))
    settle(case, process)
    equal("signals", FORWARDED + ["SIGWINCH"], got(case))
    equal("status", 9, go(case, process))


def test_signals_are_not_passed_on_if_so_asked(case):
    process = start_counter(case, ["--no-forward"])
    for name in FORWARDED:
        process.send_signal(getattr(signal, name))
    os.kill(command_of(process), signal.SIGWINCH)
    wait_for("SIGWINCH", lambda: "SIGWINCH" in got(case))
    time.sleep(0.2)
    equal("signals", ["SIGWINCH"], got(case))
    equal("status", 9, go(case, process))


def test_a_command_may_ignore_term(case):
    code = "import _signal;_signal.signal(15, _signal.SIG_IGN);" + COUNTER.replace('"SIGTERM", ', "")
    process = case.start(harness.python(code), ["--quiet"])
    case.wait_file("started")
    for _ in range(3):
        process.send_signal(signal.SIGTERM)
    settle(case, process)
    equal("poll", None, process.poll())
    equal("status", 9, go(case, process))
    equal("record", 9, case.record()["record"]["exit"]["status"])


def test_signals_after_the_end_do_not_replace_the_status(case):
    process = start_counter(case)
    sampler = harness.sampler_of(process.pid)
    os.kill(sampler, signal.SIGSTOP)
    command = command_of(process)
    open(case.path("go"), "w").close()
    wait_for("the command's end", lambda: not harness.is_alive(command))
    for name in FORWARDED:
        process.send_signal(getattr(signal, name))
    os.kill(sampler, signal.SIGCONT)
    equal("status", 9, process.wait(harness.PATIENCE))


def on_terminal(case, command):
    """`measure` as the leader of a terminal's session: its process id and the terminal."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(case.folder)
        words = case.words(command, ["--quiet"])
        os.execve(words[0], words, case.environment)
    return pid, terminal


def test_keys_of_a_terminal_reach_the_command_once(case):
    pid, terminal = on_terminal(case, harness.python(COUNTER))
    case.wait_file("started")
    expected = []
    for key, name in [(b"\x03", "SIGINT"), (b"\x1c", "SIGQUIT"), (b"\x03", "SIGINT")]:
        os.write(terminal, key)
        expected.append(name)
        wait_for(name, lambda: len(got(case)) >= len(expected))
    os.kill(pid, signal.SIGWINCH)
    wait_for("SIGWINCH", lambda: "SIGWINCH" in got(case))
    equal("signals", expected + ["SIGWINCH"], got(case))
    open(case.path("go"), "w").close()
    equal("status", 9, os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
    os.close(terminal)


def test_a_lost_terminal_hangs_up_once(case):
    pid, terminal = on_terminal(case, harness.python(COUNTER))
    case.wait_file("started")
    os.close(terminal)
    wait_for("SIGHUP", lambda: "SIGHUP" in got(case))
    os.kill(pid, signal.SIGWINCH)
    wait_for("SIGWINCH", lambda: "SIGWINCH" in got(case))
    # The kernel sends SIGCONT beside SIGHUP, to whom it hangs up; with us as the leader that is
    # the leader's affair.
    equal("hangups", 1, got(case).count("SIGHUP"))
    open(case.path("go"), "w").close()
    equal("status", 9, os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))


def test_control_z_and_fg_in_a_shell(case):
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(case.folder)
        os.execve("/bin/bash", ["bash", "--norc", "--noprofile", "-i"],
                  {**case.environment, "PS1": "$ ", "HISTFILE": ""})
    os.set_blocking(terminal, False)

    def drain():
        try:
            os.read(terminal, 65536)
        except BlockingIOError:
            pass
        return True

    def awaiting(what, condition):
        wait_for(what, lambda: drain() and condition())

    line = " ".join(f"'{word}'" for word in case.words(
        harness.python("exec(open('counter.py').read())"), ["--quiet"]) if "'" not in word)
    harness.write(case.path("counter.py"), COUNTER)
    words = case.words([*harness.PYTHON, "counter.py"], ["--quiet"])
    line = " ".join(words)
    os.write(terminal, (line + "; echo $? > status\n").encode())
    awaiting("start", lambda: os.path.exists(case.path("started")))
    wrapper = wait_for("measure", lambda: harness.children_of(pid))[0]
    command = next(p for p in harness.children_of(wrapper)
                   if harness.name_of(p) != "co2est-sampler")
    for _ in range(2):
        os.write(terminal, b"\x1a")
        awaiting("the stop", lambda: harness.state_of(command) == "T"
                 and harness.state_of(wrapper) == "T")
        os.write(terminal, b"fg\n")
        awaiting("the command goes on", lambda: harness.state_of(command) == "S")
        awaiting("the wrapper goes on", lambda: harness.state_of(wrapper) == "S")
    before = len(got(case))
    os.write(terminal, b"\x03")
    awaiting("SIGINT", lambda: len(got(case)) > before)
    equal("interrupts", 1, got(case).count("SIGINT"))
    open(case.path("go"), "w").close()
    awaiting("the run file", lambda: os.path.exists(case.output))
    os.write(terminal, b"exit\n")
    wait_for("the shell's end", lambda: drain_ended(terminal, pid))
    os.close(terminal)


def drain_ended(terminal, pid):
    try:
        os.read(terminal, 65536)
    except OSError:
        pass
    return os.waitpid(pid, os.WNOHANG)[0] == pid


def is_stopped(pid):
    return harness.state_of(pid) == "T"


def test_who_stops_the_command_alone_lets_it_go_on_alone(case):
    process = start_counter(case)
    command = command_of(process)
    for _ in range(2):
        os.kill(command, signal.SIGSTOP)
        wait_for("the stop", lambda: is_stopped(command))
        wait_for("the stop of the wrapper", lambda: is_stopped(process.pid))
        os.kill(command, signal.SIGCONT)
        wait_for("the wrapper", lambda: not is_stopped(process.pid))
    equal("status", 9, go(case, process))


def test_who_stops_and_continues_the_wrapper_reaches_the_command(case):
    process = start_counter(case, **in_job())
    command = command_of(process)
    process.send_signal(signal.SIGTSTP)
    wait_for("the stop", lambda: is_stopped(command) and is_stopped(process.pid))
    process.send_signal(signal.SIGCONT)
    wait_for("both", lambda: not is_stopped(command) and not is_stopped(process.pid))
    equal("status", 9, go(case, process))


def test_a_stopped_command_that_is_killed_is_told(case):
    process = start_counter(case)
    command = command_of(process)
    os.kill(command, signal.SIGSTOP)
    wait_for("the stop", lambda: is_stopped(process.pid))
    os.kill(command, signal.SIGKILL)
    equal("status", -signal.SIGKILL, process.wait(harness.PATIENCE))


def test_a_stop_before_the_start_stops_and_goes_on(case):
    case.script("gpu GPU-00000001 Fake GPU\npower 0 100\nhang 0 1.5 handle\n")
    process = case.start(harness.python(COUNTER), ["--quiet"], "nvml", **in_job())
    wait_for("the sampler", lambda: harness.sampler_of(process.pid))
    process.send_signal(signal.SIGTSTP)  # waits for the command, which has it blocked
    wait_for("the stop", lambda: is_stopped(process.pid))
    process.send_signal(signal.SIGCONT)
    case.wait_file("started")
    equal("status", 9, go(case, process))


def test_a_stop_is_not_an_end_of_measuring(case):
    process = start_counter(case)
    os.killpg(process.pid, signal.SIGSTOP)
    wait_for("the stop", lambda: is_stopped(process.pid))
    os.killpg(process.pid, signal.SIGCONT)
    equal("status", 9, go(case, process))
    expect(case.record()["record"]["partial"] is False, "partial")


TESTS = [value for name, value in list(globals().items()) if name.startswith("test_")]

if __name__ == "__main__":
    sys.exit(harness.main(TESTS))
