// Turns a command's templates and its checked arguments into what the supervisor runs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "arguments.hpp"
#include "base/result.hpp"
#include "manifest.hpp"

namespace tt::commands {

// What the placeholders stand for. Paths are absolute; `python` may be a bare name. An empty one makes a command that
// uses it fail with kPrerequisite.
struct ExpandContext {
  std::string pack_root;  // ${pack}
  std::string python;     // ${python}
  std::string tt_metal;   // ${ttMetal}
  std::string home;       // ${home}, and "~/" in arguments of type path
  std::string workspace;  // ${workspace}
};

struct Invocation {
  std::string title;
  std::vector<std::string> argv;  // argv[0]: an absolute path, or a bare name for the job's PATH
  std::string cwd;                // absolute
  std::vector<std::pair<std::string, std::string>> environment;
  std::vector<Requirement> requirements;  // in the order in which to check them
  std::string device;
  std::vector<GateSpec> gates;
  std::optional<std::uint32_t> minutes;
};

// Every template is scanned once and what is put in is never looked at again: an argument stays inside its element of
// argv, whatever it holds. kPrerequisite where the context lacks something, kInvalidArgument for an action,
// kMalformed where argv[0] or cwd comes out as neither absolute nor (argv[0]) a bare name.
Result<Invocation> expand(const CommandSpec& command, const Arguments& arguments, const ExpandContext& context);

// A text of the manifest that takes no arguments: a path of a step's check. Errors as expand()'s.
Result<std::string> expand_text(std::string_view text, const ExpandContext& context);

// "~/x" and "~" with the home folder in place of the tilde; anything else as it is.
std::string expand_home(std::string_view path, std::string_view home);

// What is wrong with a template, for authors; nothing where it is fine. Placeholders are ${pack}, ${python}, ${ttMetal},
// ${home}, ${workspace} and ${arg.NAME} with a parameter that always has a value; $$ is a dollar sign.
std::optional<std::string> check_template(std::string_view text, const std::vector<ParameterSpec>& parameters);

}  // namespace tt::commands
