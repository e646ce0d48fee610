// The file `spec.json`: what a job was asked to be, written once and never changed.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "start_message.hpp"

namespace tt::jobdir {

// What the log must show for the job's step to count as done.
struct GateSpec {
  std::string measure;  // "pcc", "top1", "tokens/s/user" ...
  std::optional<double> at_least;
  std::optional<double> at_most;
  bool operator==(const GateSpec&) const = default;
};

// A Python file of the user's own, or the tests of a file or folder.
struct FileSpec {
  std::string path;      // absolute
  std::string function;  // empty: the whole file
  bool pytest = false;
  std::vector<std::string> tests = {};  // ids of those that run; empty: all
  bool collect = false;                 // they are listed instead
  bool operator==(const FileSpec&) const = default;
};

struct Spec {
  int version = 1;
  std::string id;            // ULID
  std::uint64_t number = 0;  // counts up from 1
  std::string title;
  std::string command;            // empty: a file of the user's own
  std::string lesson;             // empty: none
  std::string step;               // empty: none
  std::string pack;               // who declares the command, with version
  std::vector<std::string> argv;  // secrets taken out: for people, not for starting it
  std::string cwd;
  std::vector<std::string> environment_names;  // of the whole environment, without values
  std::vector<std::string> environment;        // NAME=value of what was added for this job; a secret's value is kRedacted
  // The arguments of `command`, as text that reads back as the same values; secrets taken out.
  std::vector<std::pair<std::string, std::string>> arguments;
  std::optional<FileSpec> file;
  std::string need;                 // the cards that were asked for: "any", "4 n300"; empty: none
  std::vector<CardChoice> choices;  // the cards on which it may run, best first
  std::vector<GateSpec> gates;      // all have to pass
  OutputMode mode = OutputMode::kPty;
  std::uint16_t columns = 120;
  std::uint16_t rows = 30;
  std::uint32_t interrupt_grace_ms = 5000;
  std::uint32_t terminate_grace_ms = 5000;
  std::uint32_t time_limit_ms = 0;    // 0: none
  std::uint64_t log_limit_bytes = 0;  // 0: none
  std::int64_t created_wall_ms = 0;
  bool operator==(const Spec&) const = default;
};

inline constexpr int kSpecVersion = 1;
inline constexpr std::size_t kSpecFileLimit = 4 * 1024 * 1024;

std::string format_spec(const Spec& spec);

// kMalformed with the field's name; kUnsupported for a version newer than kSpecVersion. Unknown fields are skipped, so that
// what was added since is no new version: an older reader shows and steers the job all the same. A spec that names one lease
// instead of choices, as the first ones did, reads as one choice. Whatever isn't UTF-8 in a spec is replaced on writing.
Result<Spec> parse_spec(std::string_view json);

// Creates the file with mode 0600, synced. kConflict where it exists.
Result<void> write_spec(const std::filesystem::path& folder, const Spec& spec);
Result<Spec> read_spec(const std::filesystem::path& folder);

}  // namespace tt::jobdir
