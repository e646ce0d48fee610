#include "gates/faults.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "gates/needles.hpp"

namespace gates = tt::gates;

namespace {

gates::FaultReader read(const std::vector<std::string_view>& lines) {
  gates::FaultReader reader;
  std::uint64_t number = 0;
  for (const std::string_view line : lines) {
    ++number;
    if ((gates::find_interest(line) & gates::kForFaults) != 0 || reader.waits()) reader.see({line, number, number * 100});
  }
  return reader;
}

std::string kind(const std::optional<gates::Fault>& fault) { return fault ? fault->kind : "none"; }
std::string kind_in(const std::vector<std::string_view>& lines) { return kind(read(lines).fault()); }

constexpr gates::Ending kFailed{.exit_code = 1};

}  // namespace

TEST_CASE("a known fault is told by its line") {
  struct Case {
    std::string_view line, kind, title_has, remedy_has;
  };
  const Case cases[] = {
      {"2026-02-03 04:05:06.789 | critical | Always | TT_THROW: TIMEOUT: device timeout, potential hang detected (assert.hpp:9)",
       "hang", "hang", "Reset"},
      {"Device 3: Timeout (4000 ms) waiting for physical cores to finish: (x=1,y=2).", "hang", "", ""},
      {"Read unexpected run_mailbox value from core", "hang", "", ""},
      {"E   Out of Memory: Not enough space to allocate 2000000000 B DRAM buffer across 12 banks, where each bank needs to store "
       "166000000 B, but "
       "bank size is 1071821792 B (allocated: 900000000 B, free: 171821792 B, largest free block: 150000000 B)",
       "outOfMemory", "DRAM: a buffer of 2.00 GB didn't fit (each bank needed 166.0 MB, and its largest free block had 150.0 MB)",
       "BFP8"},
      {"Out of Memory: Not enough space to allocate 40960 B L1 buffer across 64 banks", "outOfMemory", "L1: a buffer of 41.0 kB",
       "MAX_PREFILL_CHUNK_SIZE"},
      {"Out of Memory: Not enough space to allocate 400 B L1_SMALL buffer", "outOfMemory", "L1_SMALL: a buffer of 400 bytes",
       "l1_small_size"},
      {"Out of Memory: Not enough space to allocate 4000000 B TRACE buffer", "outOfMemory", "TRACE", "trace_region_size"},
      {"Out of Memory: Not enough space to allocate (\\d+) B", "none", "", ""},
      {"Out of Memory: Not enough space to allocate 12 B WARP buffer", "none", "", ""},
      {"Statically allocated circular buffers on core range [(x=0,y=0) - (x=7,y=7)] grow to 1800000 B which is beyond max L1 size "
       "of 1500000 B",
       "outOfMemory", "need 1.8 MB and a core has 1.5 MB", "smaller blocks"},
      {"Statically allocated circular buffers in program 12 clash with L1 buffers on core range", "outOfMemory", "L1", ""},
      {"Statically allocated circular buffers are fine", "none", "", ""},
      {"                 Always | FATAL    | Creating trace buffers of size 654321B on device 0, but only 1000B is allocated for "
       "trace region.",
       "traceRegion", "needs 654321 bytes and the trace region has 1000", "trace_region_size=654321"},
      {"RuntimeError: Creating trace buffers of size 7B on MeshDevice 1, but only 0B is allocated for trace region.", "traceRegion",
       "", ""},
      {"Creating trace buffers of size many", "none", "", ""},
      {"2026-02-03 04:05:06.789 | warning  | UMD | Waiting for lock 'CHIP_IN_USE_1_PCIe' which is currently held by thread TID: "
       "41, PID: 4242 (m.cpp:1)",
       "busy", "process 4242", "Devices view"},
      {"Waiting for lock 'CHIP_IN_USE_0' held by PID 77", "busy", "process 77", ""},
      {"Waiting for lock 'CHIP_IN_USE_0'", "busy", "Another process holds the card.", ""},
      {"Sysmem mapped at unexpected NOC address (likely a stale process holding sysmem)", "busy", "should be gone", ""},
      {"TT_FATAL @ /b/tt_cluster.cpp:11: No chips detected in the cluster", "noDevice", "no card", ""},
      {"Did not find chip for mesh row 0", "noDevice", "mesh", "MESH_DEVICE"},
      {"Machine setup error: Insufficient number of hugepages available, expected >= 1 for 1 devices but have 0.", "hugepages",
       "hugepages", ""},
      {"RuntimeError: TT_THROW @ /b/build.cpp:60: trisc1 build failed. Log: ", "kernelBuild", "trisc1", "cache"},
      {"trisc1 build failed. Log: x", "kernelBuild", "trisc1", ""},
      {"The release build failed. Log: x", "none", "", ""},
      {"Timed out after waiting 5000 ms for ARC to respond", "needsReset", "reset", ""},
      {"ARC Status: Timeout, 0 out of 1 initialized", "needsReset", "", ""},
      {"OSError: [Errno 19] No such device: '/dev/tenstorrent/0'", "needsReset", "", ""},
      {"OSError: [Errno 19] No such device: '/dev/video0'", "none", "", ""},
      {"Waiting for AICLK value to settle failed on timeout after 5000.", "none", "", ""},
      {"requests.exceptions.HTTPError: 401 Client Error: Unauthorized for url: https://huggingface.co/x/y", "gatedModel", "gated",
       "HF_TOKEN"},
      {"403 Client Error: Forbidden for url: https://huggingface.co/x", "gatedModel", "", ""},
      {"401 Client Error: Unauthorized for url: https://example.org/", "none", "", ""},
      {"huggingface_hub.errors.GatedRepoError: 401", "gatedModel", "", ""},
      {"huggingface_hub.errors.LocalEntryNotFoundError: nothing in the cache", "gatedModel", "could not be fetched", "HF_MODEL"},
      {"Killed", "killed", "memory", ""},
      {"run.sh: line 3:  4242 Killed                  python3 a.py", "killed", "", ""},
      {"Killed the process by hand", "none", "", ""},
      {"OSError: [Errno 28] No space left on device", "diskFull", "disk", ""},
      {"ModuleNotFoundError: No module named 'ttnn'", "missingModule", "ttnn", "Build tt-metal"},
      {"E   ModuleNotFoundError: No module named 'loguru'", "missingModule", "loguru", "pip install"},
      {"ModuleNotFoundError: No module named 'models.tt_transformers'", "missingModule", "", "PYTHONPATH"},
      {"ModuleNotFoundError: No module named ''", "none", "", ""},
      {"/usr/bin/python3: No module named pytest", "missingModule", "pytest", "pip install"},
      {"/a/b: No module named in this text", "none", "", ""},
      {"RuntimeError: TT_FATAL @ /b/ttnn/op.cpp:120: shape matches", "assertion", "op.cpp:120", ""},
      {"a line with nothing in it", "none", "", ""},
  };
  for (const Case& c : cases) {
    CAPTURE(c.line);
    const std::optional<gates::Fault> fault = read({"x", c.line}).fault();
    CHECK(kind(fault) == c.kind);
    if (!fault) continue;
    CHECK_MESSAGE(fault->title.find(c.title_has) != std::string::npos, fault->title);
    CHECK_MESSAGE(fault->remedy.find(c.remedy_has) != std::string::npos, fault->remedy);
    CHECK(fault->line == 2);
    CHECK(fault->offset == 200);
    CHECK(c.line.find(fault->text) != std::string_view::npos);
    CHECK(kind(read({"x", c.line}).at_end(kFailed)) == c.kind);
  }
}

TEST_CASE("source that a traceback echoes is no fault") {
  for (const std::string_view line :
       {">   raise GatedRepoError(message)", "    except LocalEntryNotFoundError:", "        assert 'Killed'",
        ">       with raises(match=\"No chips detected in the cluster\"):"}) {
    CAPTURE(line);
    CHECK(kind_in({line}) == "none");
  }
}

TEST_CASE("the cause wins over what it brings about, and the first over its repetition") {
  const std::string_view module = "ModuleNotFoundError: No module named 'a'",
                         memory = "Out of Memory: Not enough space to allocate 8 B L1 buffer", check = "TT_FATAL @ /b/a.cpp:1: x",
                         hang = "potential hang detected";
  CHECK(kind_in({check, memory}) == "outOfMemory");
  CHECK(kind_in({memory, check}) == "outOfMemory");
  CHECK(kind_in({module, memory, hang, memory}) == "hang");
  CHECK(read({module, "ModuleNotFoundError: No module named 'b'"}).fault()->line == 1);
}

TEST_CASE("a failed check says what its message is") {
  for (const std::string_view mark : {"", "E   "}) {
    const std::string header = fmt::format("{}RuntimeError: TT_FATAL @ /b/a.cpp:1: false", mark),
                      info = fmt::format("{}info:", mark), message = fmt::format("{}The tile is 7 wide", mark),
                      memory = fmt::format("{}Out of Memory: Not enough space to allocate 8 B L1 buffer", mark);
    CHECK(read({header, info, message}).fault()->title == "A check in tt-metal failed: The tile is 7 wide");
    CHECK(read({header, info, memory}).fault()->kind == "outOfMemory");
    CHECK(read({header, "backtrace:", message}).fault()->title == "A check in tt-metal failed: a.cpp:1.");
    CHECK(read({header, info, "backtrace:"}).fault()->title == "A check in tt-metal failed: a.cpp:1.");
  }
}

TEST_CASE("a card is busy until the program goes on") {
  const std::string_view wait =
      "2026-02-03 04:05:06.789 | warning  | UMD | Waiting for lock 'CHIP_IN_USE_1_PCIe' held by TID: 41, PID: 4242 (m.cpp:1)";
  CHECK(kind_in({wait}) == "busy");
  CHECK(kind_in({wait, "something printed"}) == "busy");
  CHECK(kind_in({wait, wait}) == "busy");
  CHECK(kind_in({wait, "2026-02-03 04:05:07.789 | info     | Device | Opening (a.cpp:1)"}) == "none");
  CHECK(kind_in({wait, "2026-02-03 04:05:07.789 | INFO     | a.b:c:1 - On we go", "Killed"}) == "killed");
}

TEST_CASE("the end of a job decides whether there is a fault") {
  const std::string_view module = "ModuleNotFoundError: No module named 'a'", check = "TT_FATAL @ /b/a.cpp:1: x";
  CHECK(kind(read({module}).at_end({.exit_code = 0})) == "none");
  CHECK(kind(read({module}).at_end({.exit_code = 1, .stopped = true})) == "none");
  CHECK(kind(read({module}).at_end({.signal = "SIGKILL"})) == "missingModule");
  CHECK(kind(read({check}).at_end({.exit_code = 1})) == "assertion");
  CHECK(kind(read({check}).at_end({.exit_code = 137})) == "killed");
  CHECK(kind(read({}).at_end({.signal = "SIGKILL"})) == "killed");
  CHECK(kind(read({}).at_end({.signal = "SIGKILL", .stopped = true})) == "none");
  CHECK(kind(read({}).at_end({.signal = "SIGSEGV"})) == "none");
  CHECK(kind(read({}).at_end({.exit_code = 1})) == "none");
  CHECK(kind(read({}).at_end({.exit_code = 5})) == "none");  // not pytest's
  CHECK(read({}).at_end({.signal = "SIGKILL"})->line == 0);
}

TEST_CASE("a selection that matches no test is named with its line") {
  const std::vector<std::string_view> log = {"===== test session starts =====", "collected 12 items / 12 deselected / 0 selected",
                                             "==== 12 deselected in 0.05s ===="};
  const std::optional<gates::Fault> fault = read(log).at_end({.exit_code = 5});
  REQUIRE(fault);
  CHECK(fault->kind == "noTests");
  CHECK(fault->line == 3);
  CHECK(fault->remedy.find("-k") != std::string::npos);
  CHECK(kind(read({"no tests ran in 0.01s"}).at_end({.exit_code = 5})) == "noTests");
  CHECK(kind(read(log).at_end({.exit_code = 1})) == "none");
}

TEST_CASE("every kind has its own name and its own place in the lesson") {
  std::set<std::string_view> kinds, anchors;
  for (const gates::FaultKind& kind : gates::fault_kinds()) {
    kinds.insert(kind.kind);
    anchors.insert(kind.anchor);
  }
  CHECK(kinds.size() == gates::fault_kinds().size());
  CHECK(anchors.size() == kinds.size());
}
