#include "test_run.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/files.hpp"
#include "base/utf8.hpp"

namespace tt::launch {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostBytes = 100 * 1024;  // of all ids together
constexpr std::size_t kLargestConfig = 64 * 1024;

Result<void> check_id(const std::string& id) {
  const std::string_view file = std::string_view(id).substr(0, id.find("::"));
  const bool leaves =
      file.starts_with('/') || file == ".." || file.starts_with("../") || file.find("/../") != std::string_view::npos;
  if (!id.empty() && id.front() != '-' && id.find('\0') == std::string::npos && !leaves) return {};
  return fail(ErrorKind::kInvalidArgument, fmt::format("\"{}\" isn't the id of a test.", utf8::visible(id)),
              "Collect the tests anew.");
}

bool has_pytest(const fs::path& folder) {
  std::error_code ignored;
  return fs::exists(folder / "pytest", ignored) || fs::exists(folder / "pytest.py", ignored);
}

bool on_python_path(const Variables& environment) {
  const auto variable = std::ranges::find(environment, "PYTHONPATH", &Variables::value_type::first);
  std::string_view rest = variable == environment.end() ? std::string_view() : std::string_view(variable->second);
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(':'), rest.size());
    if (end > 0 && has_pytest(rest.substr(0, end))) return true;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return false;
}

}  // namespace

Result<TestRun> make_test_run(const fs::path& path, const fs::path& root, const std::vector<std::string>& tests, bool collect) {
  if (tests.size() > kMostTests) {
    return fail(ErrorKind::kInvalidArgument,
                fmt::format("{} tests are too many for one run: at most {}.", tests.size(), kMostTests),
                "Run their file, class or folder.");
  }
  std::size_t bytes = 0;
  for (const std::string& id : tests) {
    if (Result<void> fine = check_id(id); !fine) return std::unexpected(fine.error());
    bytes += id.size() + 1;
  }
  if (bytes > kMostBytes) {
    return fail(ErrorKind::kTooLarge, fmt::format("The names of {} tests are too long for one command line.", tests.size()),
                "Run their file, class or folder.");
  }
  TestRun run;
  run.arguments = {"-m", "pytest"};
  const std::string name = path.filename().string();
  if (collect) {
    // Said in one number because a project's own addopts come first: tt-metal's -vv would otherwise print a tree.
    run.arguments.insert(run.arguments.end(), {"--collect-only", "--verbosity=-1"});
    run.title = fmt::format("Tests of {}", name);
  } else {
    run.arguments.insert(run.arguments.end(), {"-s", "-v", "--durations=0"});
    if (tests.empty()) run.title = name;
    if (tests.size() == 1) run.title = tests.front().substr(tests.front().rfind('/') + 1);
    if (tests.size() > 1) run.title = fmt::format("{} tests of {}", tests.size(), name);
  }
  run.arguments.push_back(fmt::format("--rootdir={}", root.string()));
  if (tests.empty()) {
    run.arguments.push_back(path.string());
  } else {
    run.arguments.insert(run.arguments.end(), tests.begin(), tests.end());
  }
  return run;
}

Result<void> check_pytest(const fs::path& python, const Variables& environment) {
  const fs::path home = python.parent_path().parent_path();
  const Result<std::string> config = read_file(home / "pyvenv.cfg", kLargestConfig);
  if (!config) return {};  // no virtual environment
  if (config->find("include-system-site-packages = true") != std::string::npos) return {};
  if (on_python_path(environment)) return {};
  std::error_code failure;
  bool seen = false;
  for (const auto& entry : fs::directory_iterator(home / "lib", failure)) {
    if (!entry.path().filename().string().starts_with("python")) continue;
    seen = true;
    if (has_pytest(entry.path() / "site-packages")) return {};
  }
  if (!seen) return {};
  return fail(ErrorKind::kPrerequisite, fmt::format("pytest isn't installed in the Python environment {}.", home.string()),
              fmt::format("Install it with: {} -m pip install pytest", python.string()));
}

}  // namespace tt::launch
