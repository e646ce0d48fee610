#include "submodules.hpp"

#include <fmt/format.h>

#include <string>
#include <vector>

#include "errors.hpp"

namespace tt::repos {
namespace {

constexpr int kDeepest = 8;

std::vector<std::string> list_names(git_repository* repository) {
  std::vector<std::string> names;
  ::git_submodule_foreach(
      repository,
      [](git_submodule*, const char* name, void* out) {
        static_cast<std::vector<std::string>*>(out)->emplace_back(name);
        return 0;
      },
      &names);
  return names;
}

// Where it comes from, "../x.git" resolved against the repository's own address.
Result<std::string> address_of(git_repository* repository, git_submodule* submodule, const std::string& path) {
  const char* url = ::git_submodule_url(submodule);
  if (!url) return fail(ErrorKind::kMalformed, fmt::format("The submodule {} has no address.", path));
  git_buf resolved{};
  const int code = ::git_submodule_resolve_url(&resolved, repository, url);
  std::string address = code == 0 ? std::string(resolved.ptr, resolved.size) : std::string();
  ::git_buf_dispose(&resolved);
  if (code != 0) return fail_git(code, "Finding the address of the submodule", path);
  return address;
}

Result<std::size_t> fetch_below(git_repository* repository, Transfer& transfer, bool allow_local, const std::string& prefix,
                                int depth) {
  const std::vector<std::string> names = list_names(repository);
  if (depth > kDeepest && !names.empty()) {
    return fail(ErrorKind::kTooLarge, fmt::format("Submodules nest deeper than {} at {}.", kDeepest, prefix));
  }
  std::size_t count = 0;
  for (const std::string& name : names) {
    git_submodule* found = nullptr;
    if (const int code = ::git_submodule_lookup(&found, repository, name.c_str()); code != 0) {
      return fail_git(code, "Reading the submodule", prefix + name);
    }
    const Submodule submodule(found);
    const std::string path = prefix + ::git_submodule_path(found);
    if (!::git_submodule_index_id(found) || ::git_submodule_update_strategy(found) == GIT_SUBMODULE_UPDATE_NONE) continue;
    Result<std::string> address = address_of(repository, found, path);
    if (!address) return std::unexpected(address.error());
    if (!is_allowed_url(*address, allow_local)) {
      return fail(ErrorKind::kInvalidArgument,
                  fmt::format("The submodule {} comes from {}, which isn't an https address.", path, *address),
                  "Clone without submodules and fetch this one by hand if you trust it.");
    }
    transfer.begin(path);
    if (transfer.is_cancelled()) return fail(ErrorKind::kCancelled, "The clone was cancelled.");
    git_submodule_update_options options;
    ::git_submodule_update_options_init(&options, GIT_SUBMODULE_UPDATE_OPTIONS_VERSION);
    options.fetch_opts = transfer.fetch_options();
    options.checkout_opts = transfer.checkout_options();
    if (const int code = ::git_submodule_update(found, 1, &options); code != 0) {
      return fail_git(transfer.is_cancelled() ? GIT_EUSER : code, "Fetching the submodule", path);
    }
    ++count;

    git_repository* opened = nullptr;
    if (const int code = ::git_submodule_open(&opened, found); code != 0) return fail_git(code, "Opening the submodule", path);
    const Repository inner(opened);
    const Result<std::size_t> below = fetch_below(opened, transfer, allow_local, path + "/", depth + 1);
    if (!below) return below;
    count += *below;
  }
  return count;
}

}  // namespace

Result<std::size_t> fetch_submodules(git_repository* repository, Transfer& transfer, bool allow_local) {
  return fetch_below(repository, transfer, allow_local, "", 1);
}

}  // namespace tt::repos
