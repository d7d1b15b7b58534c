"""Something for an NVIDIA GPU to do: products of matrices by PyTorch where that is installed, else
chains of multiply-adds in a program that the driver itself compiles."""
import ctypes

# Each thread has eight independent chains x = x * a + b, whose sum it stores, so that none is dropped.
# What is generated runs on whatever GPU the driver knows: PTX is compiled for it when it is loaded.
CHAINS = 8
UNROLLED = 8
ROUNDS = 5000
THREADS = 256
BLOCKS_PER_PROCESSOR = 16

# Of cuda.h: CUdevice_attribute.
PROCESSORS, MAJOR, MINOR = 16, 75, 76


def ptx_for(architecture):
    """The program in PTX 6.3, for sm_50 and later."""
    chains = [f"%x{i}" for i in range(CHAINS)]
    begin = "\n".join(f"  add.f32 {x}, %seed, 0f{0x3F800000 + (i << 19):08X};" for i, x in enumerate(chains))
    work = "\n".join(f"  fma.rn.f32 {x}, {x}, %a, %b;" for _ in range(UNROLLED) for x in chains)
    total = "\n".join(f"  add.f32 %sum, %sum, {x};" for x in chains)
    return f""".version 6.3
.target sm_{architecture}
.address_size 64

.visible .entry burn(.param .u64 out, .param .u32 rounds)
{{
  .reg .pred %more;
  .reg .b32 %left, %thread, %block, %size, %index;
  .reg .b64 %to, %offset;
  .reg .f32 %seed, %a, %b, %sum, {", ".join(chains)};
  ld.param.u64 %to, [out];
  ld.param.u32 %left, [rounds];
  cvta.to.global.u64 %to, %to;
  mov.u32 %thread, %tid.x;
  mov.u32 %block, %ctaid.x;
  mov.u32 %size, %ntid.x;
  mad.lo.u32 %index, %block, %size, %thread;
  cvt.rn.f32.u32 %seed, %index;
  mov.f32 %a, 0f3F7FFF58;
  mov.f32 %b, 0f3F000000;
  mov.f32 %sum, 0f00000000;
{begin}
AGAIN:
{work}
  sub.u32 %left, %left, 1;
  setp.ne.u32 %more, %left, 0;
  @%more bra AGAIN;
{total}
  mul.wide.u32 %offset, %index, 4;
  add.u64 %to, %to, %offset;
  st.global.f32 [%to], %sum;
  ret;
}}
"""


def check(code, what):
    if code != 0:
        raise RuntimeError(f"{what} gives CUDA error {code}")


def open_driver():
    """A step of some ten milliseconds by the driver's own interface."""
    cuda = ctypes.CDLL("libcuda.so.1")
    device, context = ctypes.c_int(), ctypes.c_void_p()
    module, function, memory = ctypes.c_void_p(), ctypes.c_void_p(), ctypes.c_uint64()
    check(cuda.cuInit(0), "cuInit")
    check(cuda.cuDeviceGet(ctypes.byref(device), 0), "cuDeviceGet")

    def attribute(which):
        value = ctypes.c_int()
        check(cuda.cuDeviceGetAttribute(ctypes.byref(value), which, device), "cuDeviceGetAttribute")
        return value.value

    check(cuda.cuDevicePrimaryCtxRetain(ctypes.byref(context), device), "cuDevicePrimaryCtxRetain")
    check(cuda.cuCtxSetCurrent(context), "cuCtxSetCurrent")
    # PTX of an architecture runs on every later one; 7.0 is the last that this version of PTX knows.
    program = ptx_for(min(10 * attribute(MAJOR) + attribute(MINOR), 70)).encode()
    check(cuda.cuModuleLoadData(ctypes.byref(module), ctypes.c_char_p(program)), "cuModuleLoadData")
    check(cuda.cuModuleGetFunction(ctypes.byref(function), module, b"burn"), "cuModuleGetFunction")
    blocks = attribute(PROCESSORS) * BLOCKS_PER_PROCESSOR
    check(cuda.cuMemAlloc_v2(ctypes.byref(memory), ctypes.c_size_t(4 * THREADS * blocks)), "cuMemAlloc")
    rounds = ctypes.c_uint32(ROUNDS)
    words = (ctypes.c_void_p * 2)(ctypes.addressof(memory), ctypes.addressof(rounds))

    def step():
        check(cuda.cuLaunchKernel(function, blocks, 1, 1, THREADS, 1, 1, 0, None, words, None),
              "cuLaunchKernel")
        check(cuda.cuCtxSynchronize(), "cuCtxSynchronize")

    step.keeps = (memory, rounds)  # what `words` points to lives as long as the step
    return step


def open_torch():
    """The same by PyTorch; None where it, or its CUDA, is not there."""
    try:
        import torch
    except ImportError:
        return None
    if not torch.cuda.is_available():
        return None
    matrix = torch.randn(4096, 4096, device="cuda", dtype=torch.float16)

    def step():
        for _ in range(4):
            torch.matmul(matrix, matrix)
        torch.cuda.synchronize()

    return step


def open_load():
    """A function that keeps the GPU busy for some milliseconds each time it is called."""
    return open_torch() or open_driver()
