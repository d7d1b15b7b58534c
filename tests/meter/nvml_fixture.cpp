#include "meter/nvml_fixture.hpp"

#include <dlfcn.h>

#include <cmath>
#include <cstdlib>
#include <cstring>
#include <stdexcept>

#include "meter/sensors/nvml.hpp"

namespace co2est_tests {

using namespace co2est::meter;

std::string FakeNvml::path_of(const std::string& variant) {
  return std::string(FAKE_NVML_DIR) + "/libfake_nvml_" + variant + ".so";
}

FakeNvml::FakeNvml(const std::string& script, const std::string& variant) {
  machine.nvml = path_of(variant);
  machine.root = folder_.path().string();
  ::setenv("FAKE_NVML_SCRIPT", folder_.write("script", script).c_str(), 1);
  library_ = ::dlopen(machine.nvml.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library_ == nullptr) throw std::runtime_error(::dlerror());
}

FakeNvml::~FakeNvml() {
  ::dlclose(library_);
}

template <typename Function>
Function* FakeNvml::function(const char* name) const {
  void* symbol = ::dlsym(library_, name);
  if (symbol == nullptr) throw std::runtime_error(name);
  Function* found = nullptr;
  std::memcpy(&found, &symbol, sizeof symbol);
  return found;
}

Opened FakeNvml::open() const {
  return open_nvml(machine);
}

void FakeNvml::advance(double seconds) const {
  function<void(std::int64_t)>("fakeNvmlAdvance")(std::llround(seconds * 1e9));
}

void FakeNvml::release() const {
  function<void()>("fakeNvmlRelease")();
}

std::int64_t FakeNvml::last_ns() const {
  return function<std::int64_t()>("fakeNvmlLastNs")();
}

int FakeNvml::calls(const std::string& query) const {
  return function<int(const char*)>("fakeNvmlCalls")(query.c_str());
}

std::vector<Reading> read(Source& source) {
  std::vector<Reading> readings(source.channels().size());
  source.read(readings);
  return readings;
}

}  // namespace co2est_tests
