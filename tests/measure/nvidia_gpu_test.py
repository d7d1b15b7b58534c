"""That the comparison on a real GPU reckons rightly and knows when there is none; it is played here
on stand-ins. usage: nvidia_gpu_test.py BINARY LIBRARY [TEST...]"""
import datetime
import os
import shutil
import subprocess
import sys

import harness
import nvidia_gpu
import nvidia_load
from harness import equal, expect

GPU = "gpu GPU-00000001 Fake GPU\npower 0 100\n"
SCRIPT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "nvidia_gpu.py")

# In place of nvidia-smi: 100 W, or what WATTS says, ten times a second.
SMI = """#!{python}
import datetime, os, sys, time
if "--query-gpu=uuid,name" in sys.argv:
    print("GPU-00000001, Fake GPU")
    sys.exit(0)
watts = os.environ.get("WATTS", "100.00")
while True:
    stamp = datetime.datetime.now().strftime("%Y/%m/%d %H:%M:%S.%f")[:-3]
    print(f"{{stamp}}, {{watts}}, {{watts}}, [N/A]", flush=True)
    if "-lms" not in sys.argv: break
    time.sleep(0.1)
"""


def is_near(what, expected, actual, part=1e-9):
    expect(abs(actual - expected) <= part * abs(expected), what, "is", actual, "and not", expected)


def refuses(what, call):
    try:
        call()
    except ValueError:
        return
    raise harness.Failure(what + " is not refused")


def test_integrals_are_those_of_straight_lines(case):
    rising = [(float(at), 10.0 * at) for at in range(11)]
    is_near("all", 500, nvidia_gpu.integral(rising, 0, 10))
    is_near("between readings", 10 * (7.5 ** 2 - 2.25 ** 2) / 2, nvidia_gpu.integral(rising, 2.25, 7.5))
    is_near("within one step", 10 * (2.75 ** 2 - 2.25 ** 2) / 2, nvidia_gpu.integral(rising, 2.25, 2.75))
    refuses("a time before the first reading", lambda: nvidia_gpu.integral(rising, -1, 5))
    refuses("a time behind the last reading", lambda: nvidia_gpu.integral(rising, 5, 11))
    refuses("nothing", lambda: nvidia_gpu.integral([], 0, 1))


def test_a_counter_is_its_difference(case):
    counter = [(0.0, 5000.0), (1.0, 5100.0), (3.0, 5400.0)]
    is_near("between readings", 50 + 150, nvidia_gpu.difference(counter, 0.5, 2.0))
    refuses("a restart", lambda: nvidia_gpu.difference([(0.0, 5.0), (1.0, 1.0)], 0, 1))


def test_figures_are_apart_by_the_largest_over_the_smallest(case):
    is_near("apart", 0.25, nvidia_gpu.disagreement({"a": 100, "b": 125, "c": 110}))
    equal("equal ones", 0, nvidia_gpu.disagreement({"a": 3.0, "b": 3.0}))
    equal("agree", 0, nvidia_gpu.report("GPU", {"a": 100.0, "b": 104.9}, 0, 1, (0.1, 100)))
    equal("do not", 1, nvidia_gpu.report("GPU", {"a": 100.0, "b": 105.1}, 0, 1, (0.1, 100)))
    equal("one alone proves nothing", 1, nvidia_gpu.report("GPU", {"a": 100.0}, 0, 1, (0.1, 100)))


def test_what_the_tools_wrote_is_read(case):
    trace = ["at_s,utc_ms,scope,id,energy_j,power_w,fault",
             "0.1,1000,gpu,GPU-1,50,100,", "0.1,1000,package,package-0,1,,",
             "0.2,1100,gpu,GPU-1,60,,no-data", "0.3,1200,gpu,GPU-2,7,7,"]
    equal("trace", ([(1.0, 50.0), (1.1, 60.0)], [(1.0, 100.0)]), nvidia_gpu.read_trace(trace, "GPU-1"))
    stamp = datetime.datetime(2026, 11, 24, 1, 38, 0, 250000)
    fields = nvidia_gpu.read_smi(["2026/11/24 01:38:00.250, 301.50, [N/A], 299.00\n", "Terminated\n",
                                  "2026/11/24 01:3", "2026/11/24 01:38:00.250, 302\n"])
    equal("power.draw", [(stamp.timestamp(), 301.5), (stamp.timestamp(), 302.0)], fields["power.draw"])
    equal("power.draw.average", [], fields["power.draw.average"])
    equal("power.draw.instant", [(stamp.timestamp(), 299.0)], fields["power.draw.instant"])


def test_the_load_is_a_program_that_the_driver_can_compile(case):
    program = nvidia_load.ptx_for(70)
    equal("multiply-adds", nvidia_load.CHAINS * nvidia_load.UNROLLED, program.count("fma.rn.f32"))
    ptxas = shutil.which("ptxas")
    if not ptxas:
        return "ptxas is not installed"
    path = harness.write(case.path("burn.ptx"), program)
    said = subprocess.run([ptxas, "-arch=sm_90", path, "-o", case.path("burn.cubin")], capture_output=True,
                          text=True, check=False)
    equal("ptxas", (0, ""), (said.returncode, said.stderr))
    return None


def test_without_a_gpu_it_is_skipped(case):
    os.mkdir(case.path("bin"))
    failing = case.path("bin/nvidia-smi")
    for shell in (None, "#!/bin/sh\necho 'No devices were found'; exit 6\n", "#!/bin/sh\nexit 0\n"):
        if shell:
            harness.write(failing, shell)
            os.chmod(failing, 0o755)
        said = subprocess.run([sys.executable, SCRIPT, case.binary], capture_output=True, text=True,
                              env={**case.environment, "PATH": case.path("bin")}, check=False)
        equal("status", 77, said.returncode)
        expect("skipped: no NVIDIA GPU" in said.stdout, "not told:", said.stdout, said.stderr)


def test_it_compares_what_measure_and_nvidia_smi_read(case):
    os.mkdir(case.path("bin"))
    harness.write(case.path("bin/nvidia-smi"), SMI.format(python=sys.executable))
    os.chmod(case.path("bin/nvidia-smi"), 0o755)
    case.script(GPU)
    runs = []
    for watts in ("100.00", "107.00"):
        environment = {**case.environment, "WATTS": watts,
                       "PATH": case.path("bin") + ":" + case.environment.get("PATH", "")}
        runs.append(subprocess.Popen([sys.executable, "-B", SCRIPT, case.binary, "--nvml", case.nvml, "--idle",
                                      "--seconds", "1"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                     text=True, env=environment, cwd=case.folder))
    for status, run in enumerate(runs):
        text = run.communicate(timeout=harness.PATIENCE)[0]
        equal("status of\n" + text, status, run.returncode)
        for what in ("energy counter", "power of the moment", "averaged over a second", "nvidia-smi",
                     "ms each", "% apart"):
            expect(what in text, what, "is not in", text)


TESTS = [value for name, value in list(globals().items()) if name.startswith("test_")]

if __name__ == "__main__":
    sys.exit(harness.main(TESTS))
