// Checks the machine, read-only and without starting a process: is it ready for work on Tenstorrent hardware?
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace tt::doctor {

enum class Status { kPass, kWarn, kFail, kUnknown };

// The name that goes over the wire: "pass", "warn", "fail", "unknown".
std::string_view to_string(Status status);

struct Check {
  std::string id;     // stable: "kernel", "driver", "cards", "hugepages", "python", "git", "disk", "tt-smi", "tt-metal"
  std::string title;  // for people: "Kernel driver"
  Status status = Status::kUnknown;
  std::string detail;  // what was found, and why that is the status; the home folder is written as ~
  std::string remedy;  // what to do about it; empty where nothing is wrong
};

struct DoctorInput {
  std::filesystem::path root = "/";  // where sys, proc and dev are looked for
  std::string path_variable;         // the value of PATH
  std::filesystem::path home;        // empty where there is none
  std::filesystem::path tt_metal;    // the tt-metal checkout; empty: <home>/tt-metal
  std::string python;                // the setting: a path, a leading ~/ allowed, or a name on PATH; empty: python3
};

// One check per id above, in that order: what is read from kernel files comes first, what touches the home folder's disk
// last, for a dead network mount blocks whoever looks at it and no time limit helps. Call it off the event loop.
// Floors: Python 3.8 (the practice program), driver 2.0.0 (tt-smi 4 and newer), 100 GB free (a build of tt-metal and one
// model's weights), 20 GB (a clone alone).
std::vector<Check> check_machine(const DoctorInput& input);

}  // namespace tt::doctor
