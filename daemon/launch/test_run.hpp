// pytest's command line for the tests of a file or folder of the user's own, and whether there is a pytest at all.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "environment.hpp"

namespace tt::launch {

inline constexpr std::size_t kMostTests = 1000;  // that one run names: a command line holds no more than some 100 KiB

struct TestRun {
  std::string title;
  std::vector<std::string> arguments;  // after the Python's path
};

// Runs `path`, or of it only `tests` (node ids as pytest prints them below `root`); with `collect` it lists them instead.
// `root` becomes pytest's rootdir and has to be the folder in which it runs, so that ids mean the same in every line that it
// prints. kInvalidArgument for an id that pytest would take for an option or that leaves `root`, and for too many.
Result<TestRun> make_test_run(const std::filesystem::path& path, const std::filesystem::path& root,
                              const std::vector<std::string>& tests, bool collect);

// kPrerequisite where `python` is that of a virtual environment without pytest. What can't be known without starting it counts
// as there: the job's own log tells then. Reads the disk.
Result<void> check_pytest(const std::filesystem::path& python, const Variables& environment);

}  // namespace tt::launch
