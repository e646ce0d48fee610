#include "git.hpp"

#include <dlfcn.h>
#include <fmt/format.h>

namespace tt::repos {

Result<const Git*> load_git(const std::filesystem::path& module) {
  constexpr char kRemedy[] = "Install the extension again; in a checkout, run: npm run build";
  // RTLD_LOCAL keeps the module's copies of our own code apart from ours. dlopen counts: a second call is cheap.
  void* handle = ::dlopen(module.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) {
    return fail(ErrorKind::kPrerequisite, fmt::format("The part that speaks Git can't be loaded: {}.", ::dlerror()), kRemedy);
  }
  const auto functions = reinterpret_cast<const Git* (*)()>(::dlsym(handle, kGitSymbol));
  if (functions == nullptr) {
    ::dlclose(handle);
    return fail(ErrorKind::kPrerequisite, fmt::format("{} is not a part of this daemon.", module.string()), kRemedy);
  }
  return functions();
}

}  // namespace tt::repos
