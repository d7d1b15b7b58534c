#include "meter/sensors/nvml.hpp"

#include <unistd.h>

#include <set>
#include <utility>

#include "meter/clock.hpp"
#include "meter/sensors/nvml_devices.hpp"
#include "meter/sensors/nvml_others.hpp"
#include "meter/sensors/nvml_query.hpp"

namespace co2est::meter {
namespace {

using nvml::Calls;
using nvml::Code;
using nvml::Device;
using nvml::Devices;
using nvml::Library;
using nvml::Plan;

/// The library between init and shutdown.
class Session {
 public:
  explicit Session(const std::string& name) : library_(name) {
    if (library_.missing().empty()) code_ = library_.calls().init();
  }
  ~Session() {
    if (code_ == nvml::kOk && calls().shutdown != nullptr) calls().shutdown();
  }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  [[nodiscard]] const Library& library() const { return library_; }
  [[nodiscard]] const Calls& calls() const { return library_.calls(); }
  [[nodiscard]] Code code() const { return code_; }

 private:
  Library library_;
  Code code_ = nvml::kFunctionNotFound;
};

class NvmlSource : public Source {
 public:
  NvmlSource(const Machine& machine, std::unique_ptr<Session> session)
      : session_(std::move(session)), others_(machine) {}

  /// `alone`: nobody else uses the device by now, which is looked after once more.
  void add(Channel channel, Device device, const Plan& plan, bool alone) {
    channels_.push_back(std::move(channel));
    gpus_.push_back({device, plan, alone, ""});
  }

  void read(std::span<Reading> readings) override {
    for (std::size_t i = 0; i < readings.size() && i < gpus_.size(); ++i)
      readings[i] = read(gpus_[i]);
    if (!others_.are_due()) return;
    for (std::size_t i = 0; i < readings.size() && i < gpus_.size(); ++i) {
      const Gpu& gpu = gpus_[i];
      if (gpu.alone && gpu.lost.empty() && others_.compute_on(session_->calls(), gpu.device))
        readings[i].note = nvml::kLateOthers;
    }
  }

 private:
  struct Gpu {
    Device device;
    Plan plan;
    bool alone;
    std::string_view lost;  ///< the fault for good, once the device is gone
    bool has_energy = plan.energy.is_open(), has_power = plan.power.is_open();
  };

  /// The time is that of the counter, in the middle of its call; a fault is told also where the
  /// other of the two figures came.
  Reading read(Gpu& gpu) {
    Reading reading;
    reading.at_ns = monotonic_ns();
    reading.fault = gpu.lost;
    if (!gpu.lost.empty()) return reading;
    reading.energy_j = gpu.plan.energy.read(session_->calls(), gpu.device);
    reading.at_ns += (monotonic_ns() - reading.at_ns) / 2;
    const bool energy_failed = gpu.has_energy && !reading.energy_j;
    if (!energy_failed || !nvml::is_lost(gpu.plan.energy.code()))
      reading.power_w = gpu.plan.power.read(session_->calls(), gpu.device);
    const bool power_failed = gpu.has_power && !reading.power_w;
    if (!energy_failed && !power_failed) return reading;
    const Code code = energy_failed ? gpu.plan.energy.code() : gpu.plan.power.code();
    reading.fault = nvml::fault_of(code);
    if (nvml::is_lost(code)) gpu.lost = reading.fault;
    return reading;
  }

  std::unique_ptr<Session> session_;
  std::vector<Gpu> gpus_;
  nvml::Others others_;
};

/// Why there is no library. A loaded driver without it is the usual state of a container.
Finding finding_of_load(const Machine& machine, const Library& library) {
  const auto exists = [&](std::string_view path) {
    return ::access(machine.path(path).c_str(), F_OK) == 0;
  };
  Finding finding{"nvml", machine.nvml, Standing::absent, library.missing(), ""};
  if (library.is_loaded()) {
    finding.standing = Standing::unusable;
    finding.remedy = "install the NVIDIA driver that fits the GPU";
  } else if (exists("/proc/driver/nvidia/version") || exists("/dev/nvidiactl")) {
    finding.standing = Standing::unusable;
    finding.remedy =
        "in a container: docker run --gpus all -e NVIDIA_DRIVER_CAPABILITIES=compute,utility; "
        "else install the driver's library, in Debian: sudo apt install libnvidia-ml1";
  }
  return finding;
}

Finding finding_of_unknown(const GpuChoice& choice, const Devices& devices) {
  Finding finding{"nvml", "--gpus", Standing::unusable, "no GPU, or more than one, is named by",
                  ""};
  const char* between = " ";
  for (const std::string& name : choice.unknown) {
    finding.reason += std::exchange(between, ", ") + ("'" + name + "'");
  }
  finding.reason += devices.seen.empty() ? "; there is no GPU" : "; there are ";
  between = "";
  for (const GpuSeen& gpu : devices.seen) {
    finding.reason +=
        std::exchange(between, ", ") + std::to_string(gpu.index) + " (" + gpu.uuid + ")";
    for (const MigSeen& instance : gpu.instances)
      finding.reason += ", " + instance.uuid;
  }
  finding.remedy = "give --gpus an index or enough of a UUID; nvidia-smi -L lists them";
  return finding;
}

/// The GPU instances, by which energy is shared: parts of one instance are the same part.
std::string part_of(const GpuSeen& gpu, const GpuChoice::Ours& ours) {
  std::set<unsigned> instances;
  for (const std::size_t i : ours.instances)
    instances.insert(gpu.instances[i].gpu_instance);
  std::string part;
  for (const unsigned instance : instances)
    part += (part.empty() ? "gi" : ",gi") + std::to_string(instance);
  return part;
}

Channel channel_of(const Devices& devices, const GpuChoice::Ours& ours, const Plan& plan) {
  const GpuSeen& gpu = devices.seen[ours.device];
  Channel channel;
  channel.scope = plan.covers_module ? Scope::module : Scope::gpu;
  channel.id = gpu.uuid;
  channel.model = gpu.name;
  channel.sensor = plan.energy.code() == nvml::kOk ? Sensor::counter : Sensor::sampled;
  channel.limit_w = plan.limit_w;
  const std::optional<double> share = nvml::share_of(devices, ours);
  channel.share = share.value_or(1);
  if (plan.covers_module) add_note(channel, "the figure contains the CPU of the superchip");
  const unsigned slices = devices.slices_in_all[ours.device];
  if (slices == 0) return channel;
  if (!share) {
    add_note(channel, "MIG is on and the slices of this run are not told: the board is counted");
    return channel;
  }
  std::string names;
  for (const std::size_t i : ours.instances)
    names += (names.empty() ? "" : ", ") + gpu.instances[i].uuid;
  channel.part = part_of(gpu, ours);
  add_note(channel, "an estimate: the board is measured, and of its " + std::to_string(slices) +
                        " slices those of " + names + " are counted");
  return channel;
}

/// Adds a device to the source where it gives a figure; says how it stands.
Finding take(NvmlSource& source, const Calls& calls, const Devices& devices,
             const GpuChoice::Ours& ours, const std::string& note) {
  const GpuSeen& gpu = devices.seen[ours.device];
  const Device device = devices.handles[ours.device];
  const std::string what = "GPU " + std::to_string(gpu.index) + ", " + gpu.uuid;
  const Plan plan = nvml::plan_for(calls, device, gpu.name);
  for (const Code code : {plan.energy.code(), plan.power.code()}) {
    if (nvml::is_lost(code)) return nvml::finding_of(code, what);
  }
  if (!plan.energy.is_open() && !plan.power.is_open()) {
    const bool denied =
        plan.energy.code() == nvml::kNoPermission || plan.power.code() == nvml::kNoPermission;
    if (denied) return nvml::finding_of(nvml::kNoPermission, what);
    return {"nvml", what, Standing::unusable, "it gives neither energy nor power",
            "a virtual GPU is measured on its host"};
  }
  Channel channel = channel_of(devices, ours, plan);
  const std::string others = nvml::others_at_begin(calls, device);
  add_note(channel, others);
  add_note(channel, note);
  // Of a board that is divided its slices are counted, whoever has the others.
  const bool alone = others.empty() && devices.slices_in_all[ours.device] == 0;
  source.add(std::move(channel), device, plan, alone);
  return {"nvml", what, Standing::used, "", ""};
}

/// The GPUs of this run, or findings that tell why there are none.
Opened open_devices(const Machine& machine, std::unique_ptr<Session> session) {
  Opened opened;
  const Calls& calls = session->calls();
  Devices devices = nvml::list_devices(calls);
  opened.findings = std::move(devices.findings);
  const GpuChoice choice = choose_gpus(machine.gpus, machine.environment, devices.seen);
  if (!choice.unknown.empty()) {
    opened.findings.push_back(finding_of_unknown(choice, devices));
  } else if (choice.ours.empty()) {
    const std::string reason = devices.seen.empty()
                                   ? "the driver shows none"
                                   : std::string(choice.by) + " leaves none to this run";
    opened.findings.push_back({"nvml", "NVIDIA GPUs", Standing::absent, reason, ""});
  }
  auto source = std::make_unique<NvmlSource>(machine, std::move(session));
  for (const GpuChoice::Ours& ours : choice.ours)
    opened.findings.push_back(take(*source, calls, devices, ours, choice.note));
  if (!source->channels().empty()) opened.source = std::move(source);
  return opened;
}

}  // namespace

Opened open_nvml(const Machine& machine) {
  auto session = std::make_unique<Session>(machine.nvml);
  if (!session->library().missing().empty())
    return {nullptr, {finding_of_load(machine, session->library())}};
  if (session->code() != nvml::kOk)
    return {nullptr, {nvml::finding_of(session->code(), machine.nvml)}};
  return open_devices(machine, std::move(session));
}

}  // namespace co2est::meter
