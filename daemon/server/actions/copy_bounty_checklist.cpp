// Gives the user the checklist of a bounty: on the clipboard, and in a file of theirs.
#include <fmt/format.h>

#include "actions.hpp"
#include "base/files.hpp"
#include "base/uri.hpp"
#include "bounties/checklist.hpp"
#include "commands/expand.hpp"
#include "lessons/pack_files.hpp"
#include "server/users_file.hpp"

namespace tt::server {
namespace {

constexpr char kChecklistFile[] = "checklist.yaml";
constexpr char kLastFileKey[] = "checklist-file";
// A file of the user's own notes; a larger one is surely something else that was picked by mistake.
constexpr std::size_t kMaxUserFile = 4u << 20;

Result<bounties::Checklist> read_checklist(const std::string& pack_root) {
  Result<lessons::PackFiles> files = lessons::PackFiles::open(pack_root);
  if (!files) return std::unexpected(files.error());
  const Result<std::string> text = files->read(kChecklistFile, bounties::kMaxChecklist);
  if (!text) return std::unexpected(text.error());
  return bounties::parse_checklist(*text);
}

// What became of the user's file, as a sentence.
Result<std::string> merge_into(const std::filesystem::path& path, const bounties::Checklist& checklist) {
  Result<std::string> existing = read_file(path, kMaxUserFile);
  if (!existing && existing.error().kind != ErrorKind::kNotFound) return std::unexpected(existing.error());
  const std::string before = existing.value_or("");
  const std::string after = bounties::merge_checklist(before, checklist);
  if (existing && after == before) return fmt::format("{} has every item already; it was left as it is.", path.string());
  if (Result<void> written = write_users_file(path, after); !written) return std::unexpected(written.error());
  return existing ? fmt::format("New items were added to {}; what was there stays.", path.string())
                  : fmt::format("The checklist is on the clipboard and in {}.", path.string());
}

// Of each pack by itself: one must not learn where the user keeps what came from another.
std::string last_file_key(const ActionContext& context) { return fmt::format("{}:{}", kLastFileKey, context.command.pack.id); }

// The file that is suggested: where it was last, else one in the workspace, else in the home folder.
asio::awaitable<std::string> suggestion(ActionContext& context) {
  Daemon& daemon = context.daemon;
  co_await daemon.store_opened();
  if (daemon.store) {
    const auto last =
        co_await offload(daemon.store_pool, [store = daemon.store, key = last_file_key(context)] { return store->get(key); });
    if (last && *last) co_return **last;
  }
  const std::string folder = daemon.workspace.empty() ? daemon.places.home : daemon.workspace;
  co_return folder + "/bounty-checklist.md";
}

// From the argument, else from the user; nothing where the user wants none or can't be asked.
asio::awaitable<Result<std::optional<std::filesystem::path>>> target_file(ActionContext& context) {
  if (const std::string given = context.arguments.text("file"); !given.empty() && !context.from_lesson) {
    co_return commands::expand_home(given, context.daemon.places.home);
  }
  protocol::PickPathParams question{protocol::PickKind::kSaveFile, "Keep the checklist in a file (ticks that are there stay)",
                                    "Keep here", uri::from_path(co_await suggestion(context))};
  Result<std::optional<std::filesystem::path>> picked = co_await context.client.pick_path(std::move(question));
  if (!picked && picked.error().kind == ErrorKind::kUnsupported) co_return std::nullopt;
  co_return picked;
}

}  // namespace

asio::awaitable<Result<protocol::CommandOutcome>> copy_bounty_checklist(ActionContext context) {
  Daemon& daemon = context.daemon;
  const std::string root = context.command.pack_root;
  const Result<bounties::Checklist> checklist = co_await offload(daemon.pool, [root] { return read_checklist(root); });
  if (!checklist) co_return std::unexpected(checklist.error());
  const Result<void> copied = co_await context.client.copy_text(bounties::new_checklist(*checklist));
  if (!copied && copied.error().kind != ErrorKind::kUnsupported) co_return std::unexpected(copied.error());

  const Result<std::optional<std::filesystem::path>> file = co_await target_file(context);
  if (!file) co_return std::unexpected(file.error());
  protocol::CommandOutcome outcome;
  if (!*file) {
    if (!copied)
      co_return fail(ErrorKind::kUnsupported, "This editor has no clipboard for the daemon.", "Pass the argument `file`.");
    outcome.message = "The checklist is on the clipboard.";
    co_return outcome;
  }
  const Result<std::string> merged =
      co_await offload(daemon.pool, [path = **file, list = *checklist] { return merge_into(path, list); });
  if (!merged) co_return std::unexpected(merged.error());
  if (daemon.store) {
    // Only a suggestion for the next time: not worth an error.
    co_await offload(daemon.store_pool, [store = daemon.store, key = last_file_key(context), path = (*file)->string()] {
      return store->put(key, path);
    });
  }
  outcome.message = *merged;
  co_return outcome;
}

}  // namespace tt::server
