#include "diff.hpp"

#include "errors.hpp"
#include "handle.hpp"
#include "library.hpp"

namespace tt::repos {

Result<std::string> diff(std::string_view name, std::string_view before, std::string_view after) {
  const Library library;
  const std::string path(name);
  git_diff_options options;
  ::git_diff_options_init(&options, GIT_DIFF_OPTIONS_VERSION);
  options.flags = GIT_DIFF_FORCE_TEXT;
  git_patch* made = nullptr;
  const int code = ::git_patch_from_buffers(&made, before.data(), before.size(), path.c_str(), after.data(), after.size(),
                                            path.c_str(), &options);
  if (code != 0) return fail_git(code, "Comparing the versions of", name);
  const Patch patch(made);
  git_buf buffer{};
  if (const int written = ::git_patch_to_buf(&buffer, made); written != 0)
    return fail_git(written, "Comparing the versions of", name);
  std::string text(buffer.ptr, buffer.size);
  ::git_buf_dispose(&buffer);
  return text;
}

}  // namespace tt::repos
