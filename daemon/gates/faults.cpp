#include "faults.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "log_line.hpp"
#include "text.hpp"

namespace tt::gates {
namespace {

struct Words {
  std::string title, remedy;
};

bool has(std::string_view line, std::string_view text) { return line.find(text) != std::string_view::npos; }

// "3.29 GB", "751 kB", "12 bytes": decimal, as the messages count.
std::string amount(std::uint64_t bytes) {
  const auto scaled = static_cast<double>(bytes);
  if (bytes >= 1'000'000'000) return fmt::format("{:.2f} GB", scaled / 1e9);
  if (bytes >= 1'000'000) return fmt::format("{:.1f} MB", scaled / 1e6);
  if (bytes >= 1000) return fmt::format("{:.1f} kB", scaled / 1e3);
  return fmt::format("{} bytes", bytes);
}

// The whole number behind `label`.
std::optional<std::uint64_t> number_behind(std::string_view line, std::string_view label) {
  if (!skip_past(line, label)) return std::nullopt;
  return take_whole<std::uint64_t>(line);
}

std::optional<Words> match_hang(std::string_view line) {
  const bool said = has(line, "TIMEOUT: device timeout") || has(line, "potential hang detected") ||
                    has(line, "the device is unrecoverable") ||
                    (has(line, "Timeout (") && has(line, "waiting for physical cores to finish")) ||
                    has(line, "Read unexpected run_mailbox value from core");
  if (!said) return std::nullopt;
  return Words{
      "The card stopped answering in the middle of an operation: a hang.",
      "Reset the card, then run the test alone with TT_METAL_OPERATION_TIMEOUT_SECONDS set, to see which operation hangs."};
}

std::string remedy_of_memory(std::string_view kind) {
  if (kind == "DRAM")
    return "Use a smaller batch or context, or keep the weights in BFP8 or BFP4; on more chips, share the weights out.";
  if (kind == "L1_SMALL") return "Open the device with a larger l1_small_size.";
  if (kind == "TRACE") return "Open the device with a larger trace_region_size.";
  return "Halve MAX_PREFILL_CHUNK_SIZE, shard the tensor over more cores, or move it to DRAM.";
}

// "Out of Memory: Not enough space to allocate 3294625792 B DRAM buffer across 12 banks, where each bank needs to store ..."
std::optional<Words> match_no_room(std::string_view line) {
  std::string_view rest = line;
  if (!skip_past(rest, "Out of Memory: Not enough space to allocate ")) return std::nullopt;
  const auto bytes = take_whole<std::uint64_t>(rest);
  if (!bytes || !take_exactly(rest, " B ")) return std::nullopt;
  std::size_t end = 0;
  while (end < rest.size() && is_word(rest[end])) ++end;
  const std::string_view memory = rest.substr(0, end);
  if (memory != "DRAM" && memory != "L1" && memory != "L1_SMALL" && memory != "TRACE") return std::nullopt;
  std::string title = fmt::format("The card ran out of {}: a buffer of {} didn't fit", memory, amount(*bytes));
  const auto needed = number_behind(rest, "each bank needs to store ");
  const auto largest = number_behind(rest, "largest free block: ");
  if (needed && largest)
    title += fmt::format(" (each bank needed {}, and its largest free block had {})", amount(*needed), amount(*largest));
  return Words{title + ".", remedy_of_memory(memory)};
}

// "Statically allocated circular buffers on core range [...] grow to 1794560 B which is beyond max L1 size of 1499136 B"
std::optional<Words> match_circular_buffers(std::string_view line) {
  if (!has(line, "Statically allocated circular buffers")) return std::nullopt;
  const auto wanted = number_behind(line, "grow to ");
  const auto most = number_behind(line, "beyond max L1 size of ");
  if (!most && !has(line, "clash with L1 buffers")) return std::nullopt;
  std::string title = "The circular buffers of a kernel don't fit into L1";
  if (wanted && most) {
    title += fmt::format(": they need {} and a core has {}", amount(*wanted), amount(*most));
  } else if (most) {
    title += fmt::format(": a core has {}", amount(*most));
  }
  return Words{title + ".",
               "Use smaller blocks or fewer buffers in the program configuration, shard over more cores, or halve the chunk."};
}

std::optional<Words> match_out_of_memory(std::string_view line) {
  if (auto words = match_no_room(line)) return words;
  return match_circular_buffers(line);
}

// "Creating trace buffers of size 751616B on device 0, but only 0B is allocated for trace region."
std::optional<Words> match_trace_region(std::string_view line) {
  const auto wanted = number_behind(line, "Creating trace buffers of size ");
  if (!wanted || !has(line, "is allocated for trace region")) return std::nullopt;
  const auto there = number_behind(line, "but only ");
  return Words{fmt::format("The trace needs {} bytes and the trace region has {}.", *wanted, there.value_or(0)),
               fmt::format("Open the device with trace_region_size={} or more.", *wanted)};
}

// "Waiting for lock 'CHIP_IN_USE_0_PCIe' which is currently held by thread TID: 4242, PID: 4240"
std::optional<Words> match_busy(std::string_view line) {
  if (has(line, "Waiting for lock 'CHIP_IN_USE_")) {
    auto pid = number_behind(line, "PID: ");
    if (!pid) pid = number_behind(line, "PID ");
    return Words{pid ? fmt::format("Another process holds the card: process {}.", *pid) : "Another process holds the card.",
                 "Wait until it has ended, or stop it; the Devices view says who holds a card."};
  }
  if (has(line, "Sysmem mapped at unexpected NOC address")) {
    return Words{"A process that should be gone still holds the card's memory on this machine.",
                 "Look in the Devices view for processes that hold the card and end them, then run it again."};
  }
  return std::nullopt;
}

std::optional<Words> match_no_device(std::string_view line) {
  if (has(line, "No chips detected in the cluster")) {
    return Words{"tt-metal found no card.", "Check this machine: it says whether the driver or the card is missing."};
  }
  if (has(line, "Did not find chip for mesh row")) {
    return Words{"The cards that were found don't form the mesh that was asked for.",
                 "Set MESH_DEVICE to what this machine has, or reset the cards where one is missing from the Devices view."};
  }
  return std::nullopt;
}

std::optional<Words> match_hugepages(std::string_view line) {
  if (!has(line, "Insufficient number of hugepages")) return std::nullopt;
  return Words{"There are fewer hugepages than cards.",
               "Install the hugepages set-up of tt-system-tools, or restart the machine where it is installed already."};
}

// "TT_THROW @ a.cpp:40: brisc build failed. Log: ..."
std::optional<Words> match_kernel_build(std::string_view line) {
  const std::size_t at = line.find(" build failed. Log:");
  if (at == std::string_view::npos || at == 0) return std::nullopt;
  if (!has(line.substr(0, at), "TT_THROW") && line.find(' ') < at) return std::nullopt;
  const std::string_view before = line.substr(0, at);
  const std::string_view target = before.substr(before.find_last_of(' ') + 1);
  return Words{
      fmt::format("A kernel could not be compiled: {}.", quote(target.substr(0, 80))),
      "The compiler's messages follow in the log; after an update of tt-metal empty its kernel cache, ~/.cache/tt-metal-cache."};
}

std::optional<Words> match_needs_reset(std::string_view line) {
  const bool silent = has(line, "Timed out after waiting ") && has(line, "for ARC to respond");
  const bool not_there = has(line, "No such device") && (has(line, "tenstorrent") || has(line, "ioctl"));
  if (!silent && !not_there && !has(line, "Chip initialization failed") && !has(line, "ARC Status: Timeout")) return std::nullopt;
  return Words{"The card doesn't answer and needs a reset.",
               "Reset it from the Devices view once nobody uses it; where that fails, switch the machine off and on."};
}

std::optional<Words> match_gated(std::string_view line) {
  const bool refused = (has(line, "401 Client Error") || has(line, "403 Client Error")) && has(line, "huggingface");
  if (refused || has(line, "GatedRepoError") || has(line, "Cannot access gated repo")) {
    return Words{"Hugging Face refused the model's files: it is gated, or nobody is logged in.",
                 "Accept the model's licence on its page and log in with `hf auth login`, or set HF_TOKEN."};
  }
  if (has(line, "LocalEntryNotFoundError")) {
    return Words{"The model's files aren't on this machine and could not be fetched.",
                 "Check the network and the model's name, or set HF_MODEL to a folder that holds the weights."};
  }
  return std::nullopt;
}

// "Killed" alone, as shells print it, or "run.sh: line 3:  4242 Killed    python3 a.py"
std::optional<Words> match_killed(std::string_view line) {
  const std::string_view text = trim(line);
  const bool by_shell = has(text, ": line ") && has(text, " Killed ");
  if (text != "Killed" && !by_shell) return std::nullopt;
  return Words{"The kernel killed the program, most likely because the machine's memory ran out.",
               "Close what else uses memory, load fewer weights at once, or use a machine with more of it."};
}

std::optional<Words> match_disk(std::string_view line) {
  if (!has(line, "No space left on device")) return std::nullopt;
  return Words{"The disk is full.",
               "Make room: the Hugging Face cache, build folders and generated files are the largest as a rule."};
}

std::optional<Words> match_missing_module(std::string_view line) {
  std::string_view name;
  if (skip_past(line, "ModuleNotFoundError: No module named ")) {
    if (line.empty() || (line.front() != '\'' && line.front() != '"')) return std::nullopt;
    name = line.substr(1);
    name = name.substr(0, name.find(line.front()));
  } else if (line.starts_with('/') && skip_past(line, ": No module named ")) {
    name = trim(line);  // of `python -m`: "/usr/bin/python3: No module named pytest"
    if (name.find(' ') != std::string_view::npos) return std::nullopt;
  }
  if (name.empty()) return std::nullopt;
  const bool own =
      name == "ttnn" || name.starts_with("ttnn.") || name == "models" || name.starts_with("models.") || name == "tracy";
  return Words{
      fmt::format("Python doesn't find the module {}.", quote(name.substr(0, 80))),
      own ? "Build tt-metal and install its Python packages, and run with its python_env and with PYTHONPATH set to tt-metal."
          : "Install it into the Python environment that the job uses, with `pip install`."};
}

std::optional<Words> match_nothing(std::string_view) { return std::nullopt; }

std::optional<Words> match_assertion(std::string_view line) {
  const LogLine parsed = parse_log_line(line);
  if (parsed.shape != Shape::kException) return std::nullopt;
  return Words{
      fmt::format("A check in tt-metal failed: {}:{}.", quote(parsed.file.substr(parsed.file.rfind('/') + 1)), parsed.line),
      "The log says what was expected; look the text up in the issues of tt-metal, and compare the call's arguments with "
      "its tests."};
}

// In the order in which they win over one another: the cause before what it brings about.
struct Row {
  std::string_view kind, anchor;
  std::optional<Words> (*match)(std::string_view line);
  bool passing = false;  // it is over when the program goes on
};
constexpr Row kRows[] = {
    {"hang", "the-card-hangs", match_hang},
    {"outOfMemory", "out-of-memory-on-the-card", match_out_of_memory},
    {"traceRegion", "the-trace-region-is-too-small", match_trace_region},
    {"busy", "the-card-is-busy", match_busy, true},
    {"noDevice", "no-card-is-found", match_no_device},
    {"hugepages", "hugepages-are-missing", match_hugepages},
    {"kernelBuild", "a-kernel-does-not-compile", match_kernel_build},
    {"needsReset", "the-card-needs-a-reset", match_needs_reset},
    {"gatedModel", "the-model-is-gated", match_gated},
    {"killed", "the-program-was-killed", match_killed},
    {"diskFull", "the-disk-is-full", match_disk},
    {"missingModule", "a-python-module-is-missing", match_missing_module},
    {"noTests", "no-test-was-selected", match_nothing},
    {"assertion", "a-check-in-tt-metal-failed", match_assertion},
};
constexpr std::size_t kAssertion = std::size(kRows) - 1;

constexpr auto kKinds = [] {
  std::array<FaultKind, std::size(kRows)> kinds{};
  for (std::size_t i = 0; i < kinds.size(); ++i) kinds[i] = {kRows[i].kind, kRows[i].anchor};
  return kinds;
}();

std::size_t rank_of(std::string_view kind) {
  std::size_t rank = 0;
  while (kRows[rank].kind != kind) ++rank;
  return rank;
}

Fault make_fault(std::size_t rank, Words words, const LineAt& line) {
  return {std::string(kRows[rank].kind),
          std::move(words.title),
          std::move(words.remedy),
          std::string(kRows[rank].anchor),
          quote(trim(line.text)),
          line.line,
          line.offset};
}

// Source that a traceback echoes: it may have a fault's words in it.
bool is_source(std::string_view line) {
  return line.starts_with('>') || (line.starts_with("    ") && parse_log_line(line).shape == Shape::kPlain);
}

bool is_logged(std::string_view line) {
  const Shape shape = parse_log_line(line).shape;
  return shape == Shape::kMetal || shape == Shape::kLoguru || shape == Shape::kVllm;
}

// What a line says without pytest's mark.
std::string_view said(std::string_view line) {
  const std::string_view error = pytest_error(line);
  return error.empty() ? trim(line) : error;
}

}  // namespace

std::span<const FaultKind> fault_kinds() { return kKinds; }

void FaultReader::keep(std::size_t rank, Fault fault) {
  if (fault_ && rank_ <= rank) return;
  passing_ = kRows[rank].passing;
  rank_ = rank;
  fault_ = std::move(fault);
}

// The message of a failed check follows its header: "info:", and then the text.
bool FaultReader::take_message(const LineAt& line) {
  const std::string_view text = said(line.text);
  if (waits_for_ == WaitsFor::kInfo) {
    waits_for_ = text == "info:" ? WaitsFor::kMessage : WaitsFor::kNothing;
    return waits_for_ == WaitsFor::kMessage;
  }
  waits_for_ = WaitsFor::kNothing;
  if (text.empty() || text == "backtrace:" || rank_ != kAssertion || !fault_) return false;
  fault_->title = fmt::format("A check in tt-metal failed: {}", quote(text));
  return false;  // it may be a known fault all the same
}

void FaultReader::see(const LineAt& line) {
  if (waits_for_ != WaitsFor::kNothing && take_message(line)) return;
  if (is_source(line.text)) return;
  for (std::size_t rank = 0; rank < std::size(kRows); ++rank) {
    std::optional<Words> words = kRows[rank].match(line.text);
    if (!words) continue;
    const bool first = !fault_ || rank < rank_;
    keep(rank, make_fault(rank, std::move(*words), line));
    if (rank == kAssertion && first) waits_for_ = WaitsFor::kInfo;
    return;
  }
  if (passing_ && is_logged(line.text)) {
    passing_ = false;
    fault_.reset();
  }
  const bool deselected = has(line.text, " deselected");
  pytest_ = pytest_ || deselected || has(line.text, "test session starts") || has(line.text, "no tests ran");
  if (deselected || has(line.text, "no tests ran")) selection_ = make_fault(rank_of("noTests"), {}, line);
}

std::optional<Fault> FaultReader::at_end(const Ending& ending) const {
  const bool succeeded = ending.exit_code == 0;
  if (succeeded || ending.stopped) return std::nullopt;
  if (fault_ && rank_ != kAssertion) return fault_;
  // 137 is what a shell makes of SIGKILL.
  if (ending.signal == "SIGKILL" || ending.exit_code == 137) {
    return make_fault(rank_of("killed"), *match_killed("Killed"), {});
  }
  // pytest: "no tests were collected".
  if (ending.exit_code == 5 && pytest_) {
    Fault fault = selection_.value_or(make_fault(rank_of("noTests"), {}, {}));
    fault.title = "pytest ran no test: nothing matches what was asked for.";
    fault.remedy = "Look at the names that `pytest --collect-only -q` prints, and at the spelling behind -k.";
    return fault;
  }
  return fault_;
}

}  // namespace tt::gates
