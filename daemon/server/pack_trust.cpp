#include "pack_trust.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/clock.hpp"
#include "base/digest.hpp"
#include "base/log.hpp"
#include "base/utf8.hpp"

namespace tt::server {
namespace {

const packs::Pack* find_pack(const Library& library, const std::string& root) {
  const auto found = std::ranges::find_if(library.packs, [&](const packs::Pack& pack) { return pack.root == root; });
  return found == library.packs.end() ? nullptr : &*found;
}

// A value to compare, as the key of a consent is. A manifest may hold secrets, so only a digest of it reaches the disk, and one
// that can't be forged: a collision would turn one yes into another.
std::string trust_key(const packs::Pack& pack) {
  const std::string state = pack.commit.empty() ? "sha256 " + digest::sha256(pack.manifest_text) : pack.commit;
  return fmt::format("pack {}:{} {}", pack.root.string().size(), pack.root.string(), state);
}

Question question_of(const packs::Pack& pack) {
  const std::string title = utf8::visible(pack.info.title);
  const std::string state = pack.commit.empty() ? "" : fmt::format(" at commit {}", pack.commit.substr(0, 12));
  return {
      fmt::format("Trust the lesson pack \"{}\"?", title),
      fmt::format(
          "It lies in {}{} and didn't come with TT Bringup. Trusted, its lessons may start the {} commands that it declares, each "
          "after it was shown to you. You are asked again when the pack changes.",
          utf8::visible(pack.root.string()), state, pack.manifest.commands.size()),
      "Trust Pack"};
}

}  // namespace

bool is_bundled(const Daemon& daemon, const std::filesystem::path& pack) {
  std::error_code failure;
  const std::filesystem::path below = std::filesystem::relative(pack, daemon.places.packs, failure);
  return !failure && !below.empty() && *below.begin() != "..";
}

asio::awaitable<Result<void>> require_pack_trust(Daemon& daemon, Client& client, std::string pack_root) {
  if (is_bundled(daemon, pack_root)) co_return Result<void>{};
  if (Result<void> trusted = require_trust(daemon); !trusted) co_return trusted;
  const std::shared_ptr<const Library> library = daemon.library;
  const packs::Pack* pack = find_pack(*library, pack_root);
  if (pack == nullptr) co_return fail(ErrorKind::kConflict, "The lesson pack has changed.", "Open the lesson again.");
  const std::string key = trust_key(*pack);
  co_await daemon.store_opened();
  if (daemon.store) {
    const Result<bool> known = co_await offload(daemon.store_pool, [store = daemon.store, key] { return store->has_consent(key); });
    if (known.value_or(false)) co_return Result<void>{};
  }
  const Result<bool> agreed = co_await client.agree(question_of(*pack));
  if (!agreed) co_return std::unexpected(agreed.error());
  if (!*agreed) co_return fail(ErrorKind::kDeclined, "Nothing was run.");
  if (Result<void> trusted = require_trust(daemon); !trusted) co_return trusted;
  if (!daemon.store) co_return Result<void>{};
  const Result<void> kept = co_await offload(
      daemon.store_pool, [store = daemon.store, key, now = clock::wall_ms()] { return store->add_consent(key, now); });
  if (!kept) log::warning("that the lesson pack is trusted can't be remembered: {}", kept.error().message);
  co_return Result<void>{};
}

}  // namespace tt::server
