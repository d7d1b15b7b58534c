// Knows what the model of a CPU says about its power, and what to say where it says nothing.
#include "resolve/evidence.hpp"

namespace co2est {

void resolve_from_cpu(Context& context, const Entry& entry) {
  const ModelParameters& model = context.model;
  ResolvedComponent& component = entry.component;
  const bool loaded = entry.said.utilization.has_value();
  component.inputs.tdp = entry.cpu->tdp;
  component.tdp_source = entry.cpu->source_id;
  component.basis = Basis::modelled;
  component.evidence = loaded ? Evidence::utilization : Evidence::model;
  component.inputs.fraction =
      loaded ? *entry.said.utilization : context.use(model.cpu_fraction).mid;
  add_power_factor(context, entry, PowerClass::load,
                   context.use(loaded ? model.cpu_load : model.cpu), false);
  note_unverified_tdp(context, entry);
}

void no_cpu(Context& context, const Entry& entry) {
  const Found<Cpu>& found = *context.models[entry.index].cpu;
  const bool ambiguous = !found.candidates.empty();
  const std::string name = '"' + entry.said.model + '"';
  std::string hint = hint_for(found, "cpus");
  if (!ambiguous && found.suggestion.empty()) {
    hint +=
        ", or add \"power_w\", the mean of one socket, with \"basis\": \"modelled\" where it is "
        "TDP x load";
  }
  context.problem(entry.where() + "/model",
                  ambiguous ? name + " is ambiguous" : "unknown cpu " + name, std::move(hint));
}

}  // namespace co2est
