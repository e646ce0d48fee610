#include "file_change.hpp"

#include <fmt/format.h>

#include "base/files.hpp"
#include "base/uri.hpp"
#include "repos/git.hpp"
#include "users_file.hpp"

namespace tt::server {
namespace {

namespace fs = std::filesystem;

constexpr char kReplace[] = "Replace";

// Nothing where there is no file.
Result<std::optional<std::string>> existing_text(const fs::path& path) {
  Result<std::string> text = read_file(path, kMaxChangedFile);
  if (text) return std::optional(std::move(*text));
  if (text.error().kind == ErrorKind::kNotFound) return std::nullopt;
  return std::unexpected(text.error());
}

Result<void> write_over(const fs::path& path, const std::string& text) {
  std::error_code failed;
  fs::create_directories(path.parent_path(), failed);
  if (failed) {
    return fail(ErrorKind::kIo, fmt::format("The folder {} can't be made: {}.", path.parent_path().string(), failed.message()));
  }
  return write_users_file(path, text);
}

// In an editor that shows no change by itself the difference is a text in the question.
Result<std::string> difference(const fs::path& git_module, const fs::path& path, const std::string& before,
                               const std::string& after) {
  const Result<const repos::Git*> git = repos::load_git(git_module);
  if (!git) return std::unexpected(git.error());
  return (*git)->diff(path.filename().string(), before, after);
}

asio::awaitable<Result<bool>> may_replace(Daemon& daemon, Client& client, fs::path path, std::string before, std::string after) {
  const std::string title = fmt::format("{} exists and is different. Replace it?", path.filename().string());
  if (client.can_review()) co_return co_await client.review({uri::from_path(path), after, title, kReplace});
  const Result<std::string> shown = co_await offload(daemon.pool, [git_module = daemon.places.git_module, path, before, after] {
    return difference(git_module, path, before, after);
  });
  if (!shown) co_return std::unexpected(shown.error());
  co_return co_await client.agree({title, *shown, kReplace});
}

}  // namespace

std::string_view to_string(Written written) {
  switch (written) {
    case Written::kNew: return "written";
    case Written::kSame: return "as it was already";
    case Written::kReplaced: return "replaced";
    case Written::kKept: return "kept as it is";
  }
  return "";
}

asio::awaitable<Result<Written>> write_reviewed(Daemon& daemon, Client& client, fs::path path, std::string text) {
  const auto before = co_await offload(daemon.pool, [path] { return existing_text(path); });
  if (!before) co_return std::unexpected(before.error());
  if (*before && **before == text) co_return Written::kSame;
  if (*before) {
    const Result<bool> agreed = co_await may_replace(daemon, client, path, **before, text);
    if (!agreed) co_return std::unexpected(agreed.error());
    if (!*agreed) co_return Written::kKept;
  }
  const Result<void> written = co_await offload(daemon.pool, [path, text, before = *before]() -> Result<void> {
    const auto now = existing_text(path);
    if (!now) return std::unexpected(now.error());
    if (*now != before) {
      return fail(ErrorKind::kConflict, fmt::format("{} was changed meanwhile, and is left as it is.", path.string()),
                  "Start the command again.");
    }
    return write_over(path, text);
  });
  if (!written) co_return std::unexpected(written.error());
  co_return *before ? Written::kReplaced : Written::kNew;
}

}  // namespace tt::server
