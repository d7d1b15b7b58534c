// What the tests know about the names of CPUs: which row each spelling finds, and which finds none.
#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <string_view>

#include "support/process.hpp"
#include "unit/model.hpp"

using namespace co2est;
using namespace co2est_tests;

namespace {

struct Spelling {
  std::string_view name, id;
};

/// As /proc/cpuinfo prints them, as makers write them, as people do.
constexpr auto kSpellings = std::to_array<Spelling>({
    {"Intel(R) Xeon(R) Platinum 8275CL CPU @ 3.00GHz", "xeon-platinum-8275cl"},
    {"Intel(R) Xeon(R) Platinum 8259CL CPU @ 2.50GHz", "xeon-platinum-8259cl"},
    {"Intel(R) Xeon(R) Platinum 8175M CPU @ 2.50GHz", "xeon-platinum-8175m"},
    {"Intel(R) Xeon(R) Platinum 8124M CPU @ 3.00GHz", "xeon-platinum-8124m"},
    {"Intel(R) Xeon(R) Platinum 8375C CPU @ 2.90GHz", "xeon-platinum-8375c"},
    {"Intel(R) Xeon(R) Platinum 8272CL CPU @ 2.60GHz", "xeon-platinum-8272cl"},
    {"Intel(R) Xeon(R) Platinum 8171M CPU @ 2.60GHz", "xeon-platinum-8171m"},
    {"Intel(R) Xeon(R) Platinum 8168 CPU @ 2.70GHz", "xeon-platinum-8168"},
    {"Intel(R) Xeon(R) Platinum 8174 CPU @ 3.10GHz", "xeon-platinum-8174"},
    {"Intel(R) Xeon(R) Platinum 8180 CPU @ 2.50GHz", "xeon-platinum-8180"},
    {"Intel(R) Xeon(R) Platinum 8280 CPU @ 2.70GHz", "xeon-platinum-8280"},
    {"Intel(R) Xeon(R) Platinum 8358 CPU @ 2.60GHz", "xeon-platinum-8358"},
    {"Intel(R) Xeon(R) Platinum 8380 CPU @ 2.30GHz", "xeon-platinum-8380"},
    {"Intel(R) Xeon(R) Platinum 8462Y+", "xeon-platinum-8462y+"},
    {"Intel(R) Xeon(R) Platinum 8480+", "xeon-platinum-8480+"},
    {"Intel(R) Xeon(R) Platinum 8490H", "xeon-platinum-8490h"},
    {"Intel(R) Xeon(R) Platinum 8558", "xeon-platinum-8558"},
    {"Intel(R) Xeon(R) Platinum 8592+", "xeon-platinum-8592+"},
    {"INTEL(R) XEON(R) PLATINUM 8568Y+", "xeon-platinum-8568y+"},
    {"Intel(R) Xeon(R) Gold 5218 CPU @ 2.30GHz", "xeon-gold-5218"},
    {"Intel(R) Xeon(R) Gold 6126 CPU @ 2.60GHz", "xeon-gold-6126"},
    {"Intel(R) Xeon(R) Gold 6130 CPU @ 2.10GHz", "xeon-gold-6130"},
    {"Intel(R) Xeon(R) Gold 6140 CPU @ 2.30GHz", "xeon-gold-6140"},
    {"Intel(R) Xeon(R) Gold 6148 CPU @ 2.40GHz", "xeon-gold-6148"},
    {"Intel(R) Xeon(R) Gold 6152 CPU @ 2.10GHz", "xeon-gold-6152"},
    {"Intel(R) Xeon(R) Gold 6226R CPU @ 2.90GHz", "xeon-gold-6226r"},
    {"Intel(R) Xeon(R) Gold 6230 CPU @ 2.10GHz", "xeon-gold-6230"},
    {"Intel(R) Xeon(R) Gold 6248 CPU @ 2.50GHz", "xeon-gold-6248"},
    {"Intel(R) Xeon(R) Gold 6248R CPU @ 3.00GHz", "xeon-gold-6248r"},
    {"Intel(R) Xeon(R) Gold 6330 CPU @ 2.00GHz", "xeon-gold-6330"},
    {"Intel(R) Xeon(R) Gold 6346 CPU @ 3.10GHz", "xeon-gold-6346"},
    {"Intel(R) Xeon(R) Gold 6430", "xeon-gold-6430"},
    {"Intel(R) Xeon(R) Silver 4110 CPU @ 2.10GHz", "xeon-silver-4110"},
    {"Intel(R) Xeon(R) Silver 4210R CPU @ 2.40GHz", "xeon-silver-4210r"},
    {"Intel(R) Xeon(R) Silver 4314 CPU @ 2.40GHz", "xeon-silver-4314"},
    {"Intel(R) Xeon(R) Bronze 3106 CPU @ 1.70GHz", "xeon-bronze-3106"},
    {"Intel(R) Xeon(R) CPU Max 9480", "xeon-cpu-max-9480"},
    {"Intel(R) Xeon(R) 6787P", "xeon-6787p"},
    {"Intel(R) Xeon(R) CPU E5-2620 v4 @ 2.10GHz", "xeon-e5-2620-v4"},
    {"Intel(R) Xeon(R) CPU E5-2630 v3 @ 2.40GHz", "xeon-e5-2630-v3"},
    {"Intel(R) Xeon(R) CPU E5-2650 v2 @ 2.60GHz", "xeon-e5-2650-v2"},
    {"Intel(R) Xeon(R) CPU E5-2670 0 @ 2.60GHz", "xeon-e5-2670"},
    {"Intel(R) Xeon(R) CPU E5-2680 v3 @ 2.50GHz", "xeon-e5-2680-v3"},
    {"Intel(R) Xeon(R) CPU E5-2680 v4 @ 2.40GHz", "xeon-e5-2680-v4"},
    {"Intel(R) Xeon(R) CPU E5-2686 v4 @ 2.30GHz", "xeon-e5-2686-v4"},
    {"Intel(R) Xeon(R) CPU E5-2690 0 @ 2.90GHz", "xeon-e5-2690"},
    {"Intel(R) Xeon(R) CPU E5-2690 v4 @ 2.60GHz", "xeon-e5-2690-v4"},
    {"Intel(R) Xeon(R) CPU E5-2698 v4 @ 2.20GHz", "xeon-e5-2698-v4"},
    {"Intel(R) Xeon(R) CPU E5-2699 v4 @ 2.20GHz", "xeon-e5-2699-v4"},
    {"Intel(R) Xeon(R) CPU E5-1650 v4 @ 3.60GHz", "xeon-e5-1650-v4"},
    {"Intel(R) Xeon(R) CPU E7-8880 v3 @ 2.30GHz", "xeon-e7-8880-v3"},
    {"Intel(R) Xeon(R) CPU E7- 4870  @ 2.40GHz", "xeon-e7-4870"},
    {"Intel(R) Xeon(R) CPU E3-1240 V2 @ 3.40GHz", "xeon-e3-1240-v2"},
    {"Intel(R) Xeon(R) CPU E3-1230 v5 @ 3.40GHz", "xeon-e3-1230-v5"},
    {"Intel(R) Xeon(R) CPU           X5650  @ 2.67GHz", "xeon-x5650"},
    {"Intel(R) Xeon(R) CPU           E5620  @ 2.40GHz", "xeon-e5620"},
    {"Intel(R) Xeon(R) CPU           X5570  @ 2.93GHz", "xeon-x5570"},
    {"Intel(R) Xeon(R) E-2288G CPU @ 3.70GHz", "xeon-e-2288g"},
    {"Intel(R) Xeon(R) W-2145 CPU @ 3.70GHz", "xeon-w-2145"},
    {"Intel(R) Xeon(R) W-2295 CPU @ 3.00GHz", "xeon-w-2295"},
    {"Intel(R) Xeon(R) W-3245 CPU @ 3.20GHz", "xeon-w-3245"},
    {"Intel(R) Xeon(R) D-2141I CPU @ 2.20GHz", "xeon-d-2141i"},
    {"Intel(R) Xeon Phi(TM) CPU 7250 @ 1.40GHz", "xeon-phi-7250"},
    {"Intel(R) Core(TM) i7 CPU         920  @ 2.67GHz", "core-i7-920"},
    {"Intel(R) Core(TM) i7-3770 CPU @ 3.40GHz", "core-i7-3770"},
    {"Intel(R) Core(TM) i7-4790K CPU @ 4.00GHz", "core-i7-4790k"},
    {"Intel(R) Core(TM) i7-5930K CPU @ 3.50GHz", "core-i7-5930k"},
    {"Intel(R) Core(TM) i7-6700K CPU @ 4.00GHz", "core-i7-6700k"},
    {"Intel(R) Core(TM) i7-6850K CPU @ 3.60GHz", "core-i7-6850k"},
    {"Intel(R) Core(TM) i7-8700K CPU @ 3.70GHz", "core-i7-8700k"},
    {"Intel(R) Core(TM) i7-9700K CPU @ 3.60GHz", "core-i7-9700k"},
    {"Intel(R) Core(TM) i9-7900X CPU @ 3.30GHz", "core-i9-7900x"},
    {"Intel(R) Core(TM) i9-9900K CPU @ 3.60GHz", "core-i9-9900k"},
    {"Intel(R) Core(TM) i9-9900KF CPU @ 3.60GHz", "core-i9-9900kf"},
    {"Intel(R) Core(TM) i9-10900X CPU @ 3.70GHz", "core-i9-10900x"},
    {"Intel(R) Core(TM) i9-10980XE CPU @ 3.00GHz", "core-i9-10980xe"},
    {"Intel(R) Core(TM) i5-8250U CPU @ 1.60GHz", "core-i5-8250u"},
    {"11th Gen Intel(R) Core(TM) i7-1165G7 @ 2.80GHz", "core-i7-1165g7"},
    {"11th Gen Intel(R) Core(TM) i7-11700K @ 3.60GHz", "core-i7-11700k"},
    {"11th Gen Intel(R) Core(TM) i9-11900K @ 3.50GHz", "core-i9-11900k"},
    {"12th Gen Intel(R) Core(TM) i9-12900K", "core-i9-12900k"},
    {"12th Gen Intel(R) Core(TM) i7-12700K", "core-i7-12700k"},
    {"12th Gen Intel(R) Core(TM) i5-12600KF", "core-i5-12600kf"},
    {"13th Gen Intel(R) Core(TM) i9-13900K", "core-i9-13900k"},
    {"13th Gen Intel(R) Core(TM) i7-13700K", "core-i7-13700k"},
    {"Intel(R) Core(TM) i9-14900K", "core-i9-14900k"},
    {"Intel(R) Core(TM) Ultra 7 155H", "core-ultra-7-155h"},
    {"Intel(R) Core(TM) Ultra 9 285K", "core-ultra-9-285k"},
    {"Intel(R) Xeon(R) w9-3495X", "xeon-w9-3495x"},
    {"Intel(R) Xeon(R) Platinum 8481C CPU @ 2.70GHz", "xeon-platinum-8481c"},
    {"AMD EPYC 7V13 64-Core Processor", "epyc-7v13"},
    {"Ampere(R) Altra(R) Processor Q80-30 CPU @ 3.0GHz", "altra-q80-30"},
    {"Altra Max M128-30", "altra-max-m128-30"},
    {"NVIDIA Grace CPU", "grace"},
    {"Intel(R) Core(TM)2 Duo CPU     E8400  @ 3.00GHz", "core-2-duo-e8400"},
    {"Intel(R) Core(TM)2 Quad CPU    Q9550  @ 2.83GHz", "core-2-quad-q9550"},
    {"Pentium(R) Dual-Core  CPU      E5300  @ 2.60GHz", "pentium-dual-core-e5300"},
    {"Intel(R) Pentium(R) CPU G4560 @ 3.50GHz", "pentium-g4560"},
    {"Intel(R) Celeron(R) N4100 CPU @ 1.10GHz", "celeron-n4100"},
    {"Intel(R) Atom(TM) CPU C3758 @ 2.20GHz", "atom-c3758"},
    {"Intel(R) N100", "n100"},
    {"AMD EPYC 7742 64-Core Processor", "epyc-7742"},
    {"AMD EPYC 7763 64-Core Processor", "epyc-7763"},
    {"AMD EPYC 7543 32-Core Processor", "epyc-7543"},
    {"AMD EPYC 7402P 24-Core Processor", "epyc-7402p"},
    {"AMD EPYC 7H12 64-Core Processor", "epyc-7h12"},
    {"AMD EPYC 7F52 16-Core Processor", "epyc-7f52"},
    {"AMD EPYC 7551 32-Core Processor", "epyc-7551"},
    {"AMD EPYC 7B12", "epyc-7b12"},
    {"AMD EPYC 7R13 Processor", "epyc-7r13"},
    {"AMD EPYC 7773X 64-Core Processor", "epyc-7773x"},
    {"AMD EPYC 8024P 8-Core Processor", "epyc-8024p"},
    {"AMD EPYC 9354 32-Core Processor", "epyc-9354"},
    {"AMD EPYC 9654 96-Core Processor", "epyc-9654"},
    {"AMD EPYC 9755 128-Core Processor", "epyc-9755"},
    {"AMD Ryzen 5 3600 6-Core Processor", "ryzen-5-3600"},
    {"AMD Ryzen 7 5800X 8-Core Processor", "ryzen-7-5800x"},
    {"AMD Ryzen 9 3950X 16-Core Processor", "ryzen-9-3950x"},
    {"AMD Ryzen 9 5950X 16-Core Processor", "ryzen-9-5950x"},
    {"AMD Ryzen 9 7950X 16-Core Processor", "ryzen-9-7950x"},
    {"AMD Ryzen 9 7950X3D 16-Core Processor", "ryzen-9-7950x3d"},
    {"AMD Ryzen 7 PRO 4750U with Radeon Graphics", "ryzen-7-pro-4750u"},
    {"AMD Ryzen 5 2400G with Radeon Vega Graphics", "ryzen-5-2400g"},
    {"AMD Ryzen 7 8845HS w/ Radeon 780M Graphics", "ryzen-7-8845hs"},
    {"AMD Ryzen AI 9 HX 370 w/ Radeon 890M", "ryzen-ai-9-hx-370"},
    {"AMD Ryzen Threadripper 1950X 16-Core Processor", "ryzen-threadripper-1950x"},
    {"AMD Ryzen Threadripper 3990X 64-Core Processor", "ryzen-threadripper-3990x"},
    {"AMD Ryzen Threadripper PRO 3995WX 64-Cores", "ryzen-threadripper-pro-3995wx"},
    {"AMD Ryzen Threadripper PRO 5975WX 32-Cores", "ryzen-threadripper-pro-5975wx"},
    {"AMD FX(tm)-8350 Eight-Core Processor", "fx-8350"},
    {"AMD Opteron(tm) Processor 6376", "opteron-6376"},
    {"AMD Opteron(TM) Processor 6272", "opteron-6272"},
    {"AMD Phenom(tm) II X6 1090T Processor", "phenom-ii-x6-1090t-be"},
    {"AMD Athlon(tm) II X4 640 Processor", "athlon-ii-x4-640"},
    {"Intel Xeon Gold 6148", "xeon-gold-6148"},
    {"Intel\u00ae Xeon\u00ae Platinum 8380 Processor", "xeon-platinum-8380"},
    {"Intel\u00ae Xeon\u00ae Gold 6248R Processor (35.75M Cache, 3.00 GHz)", "xeon-gold-6248r"},
    {"Intel\u00ae Core\u2122 i9-13900K", "core-i9-13900k"},
    {"Xeon E5-2690 v4", "xeon-e5-2690-v4"},
    {"Xeon E5-2690v4", "xeon-e5-2690-v4"},
    {"E5-2680 v4", "xeon-e5-2680-v4"},
    {"xeon platinum 8480+", "xeon-platinum-8480+"},
    {"EPYC 7742", "epyc-7742"},
    {"AMD EPYC\u2122 9654", "epyc-9654"},
    {"epyc-7763", "epyc-7763"},
    {"i9-10980XE", "core-i9-10980xe"},
    {"i7-8700K", "core-i7-8700k"},
    {"Ryzen 9 5950X", "ryzen-9-5950x"},
    {"Core i7-6700K", "core-i7-6700k"},
    {"2nd Gen AMD EPYC 7742", "epyc-7742"},
    {"AMD Opteron(tm) Processor 6276", "opteron-6276"},
});

/// Without a number, of another part, or of several.
constexpr auto kNoRow = std::to_array<std::string_view>({
    "Intel(R) Xeon(R) CPU @ 2.20GHz",
    "Intel(R) Xeon(R) Processor @ 2.50GHz",
    "Intel(R) Xeon(TM) CPU 3.00GHz",
    "Intel(R) Pentium(R) 4 CPU 3.00GHz",
    "Intel Xeon Processor (Skylake, IBRS)",
    "Intel Xeon Processor (Cascadelake)",
    "Intel Core Processor (Broadwell)",
    "Intel Core i7 9xx (Nehalem Class Core i7)",
    "Intel Xeon E312xx (Sandy Bridge)",
    "QEMU Virtual CPU version 2.5+",
    "Common KVM processor",
    "AMD EPYC Processor (with IBPB)",
    "AMD EPYC-Rome Processor",
    "AMD EPYC",
    "Xeon",
    "Core i7",
    "Genuine Intel(R) CPU 0000 @ 2.00GHz",
    "ARMv8 Processor rev 0 (v8l)",
    "Neoverse-N1",
    "AWS Graviton3",
    "Apple M1",
    "AMD EPYC 7R32",
    "AMD EPYC 9R14",
    "AMD EPYC 9V74 80-Core Processor",
    "Intel(R) Xeon(R) Platinum 8370C CPU @ 2.80GHz",
    "AWS Graviton2",
    "AWS Graviton4",
    "Neoverse-V2",
    "Ampere(R) Altra(R) Processor",
    "12th Gen Intel(R) Core(TM) i5-12400T",
    "13th Gen Intel(R) Core(TM) i5-1335U",
    "12th Gen Intel(R) Core(TM) i7-1270P",
    "6276",
    "7763",
    "8275CL",
    "Xeon 6148",
    "Xeon Gold 614",
    "Xeon Gold 61480",
    "Xeon Gold 6148R",
    "Xeon Platinum 8480",
    "Xeon E5-2690 v9",
    "E5-269",
    "EPYC 7742X",
    "Ryzen 9 7950",
    "Ryzen 5800X",
    "Phenom II X4 945",
    "AMD Phenom(tm) II X4 965 Processor",
    "Intel(R) Core(TM)2 Quad CPU    Q6600  @ 2.40GHz",
    "2 x Intel Xeon Gold 6148",
    "Xeon Gold 6148 or 6130",
    "",
});

}  // namespace

TEST_CASE("a CPU is found by every spelling of its model") {
  CHECK(kSpellings.size() >= 100);
  for (const auto& [name, id] : kSpellings) {
    INFO(name);
    const Found<Cpu> found = catalogue().find_cpu(name);
    CHECK((found ? found.row->id : "") == id);
  }
}

TEST_CASE("a name of no CPU or of several gives no row") {
  CHECK(kNoRow.size() >= 30);
  for (const std::string_view name : kNoRow) {
    INFO(name);
    CHECK_FALSE(catalogue().find_cpu(name));
  }
}

TEST_CASE("a part of a name gives those that it may be") {
  const auto found = [](std::string_view name) { return catalogue().find_cpu(name); };
  CHECK(found("7763").suggestion == "AMD EPYC 7763");
  CHECK(found("Xeon Platinum 8480").suggestion == "Intel Xeon Platinum 8480+");
  CHECK(found("Xeon Platnum 8380").suggestion == "Intel Xeon Platinum 8380");
  CHECK(found("Ryzen 9 7950").candidates.size() == 2);
  CHECK(found("Phenom II X4 945").candidates.size() == 2);
  for (const char* other : {"AMD EPYC 7R32", "Xeon Gold 6149X", "Intel(R) Xeon(R) CPU @ 2.20GHz"}) {
    INFO(other);
    CHECK(found(other).candidates.empty());
    CHECK(found(other).suggestion.empty());
  }
}

TEST_CASE("a table of a folder, which has no index, finds the same CPUs") {
  const Catalogue of_folder = load_catalogue((source_dir() / "data").string());
  for (std::size_t i = 0; i < kSpellings.size(); i += 10) {
    INFO(kSpellings[i].name);
    const Found<Cpu> found = of_folder.find_cpu(kSpellings[i].name);
    CHECK((found ? found.row->id : "") == kSpellings[i].id);
  }
  CHECK(of_folder.find_cpu("7763").suggestion == "AMD EPYC 7763");
  CHECK(of_folder.find_cpu("Ryzen 9 7950").candidates.size() == 2);
}

TEST_CASE("each CPU is found by its id, and by its name where no other has it") {
  for (const Cpu& row : catalogue().cpus()) {
    INFO(row.id);
    const Found<Cpu> by_id = catalogue().find_cpu(row.id);
    REQUIRE(by_id);
    CHECK(by_id.row->id == row.id);
    CHECK(by_id.row->tdp == row.tdp);
    const Found<Cpu> by_name = catalogue().find_cpu(row.name);
    const auto is_row = [&](const Cpu* one) { return one->id == row.id; };
    CHECK(((by_name && is_row(by_name.row)) || std::ranges::any_of(by_name.candidates, is_row)));
  }
}
