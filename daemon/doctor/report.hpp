// The checks as plain text, to paste into a bug report.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "doctor.hpp"

namespace tt::doctor {

// Something of ours or of the editor's, with its version: {"tt-bringup", "0.1.0"}.
struct Version {
  std::string name;
  std::string version;
};

// What must not leave the machine.
struct Private {
  std::filesystem::path home;  // shown as ~
  std::string user;            // shown as "user" where it is a whole word; empty or "root": nothing to hide
};

// Holds no serial number (whatever looks like one is replaced), user name or home folder. Ends with a line end.
std::string report(const std::vector<Check>& checks, const std::vector<Version>& versions, const Private& hide);

}  // namespace tt::doctor
