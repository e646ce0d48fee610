#include "transfer.hpp"

namespace tt::repos {

void Transfer::begin(std::string path) {
  submodule_ = std::move(path);
  bytes_ = 0;
  report(ClonePhase::kConnecting, 0, 0);
}

bool Transfer::is_cancelled() {
  // Once seen it stays: libgit2 may ask again while it cleans up.
  if (!is_cancelled_ && callbacks_.cancelled) is_cancelled_ = callbacks_.cancelled();
  return is_cancelled_;
}

git_fetch_options Transfer::fetch_options() {
  git_fetch_options options;
  ::git_fetch_options_init(&options, GIT_FETCH_OPTIONS_VERSION);
  options.callbacks.payload = this;
  options.callbacks.transfer_progress = &Transfer::on_objects;
  options.callbacks.sideband_progress = &Transfer::on_message;
  return options;
}

git_checkout_options Transfer::checkout_options() {
  git_checkout_options options;
  ::git_checkout_options_init(&options, GIT_CHECKOUT_OPTIONS_VERSION);
  options.checkout_strategy = GIT_CHECKOUT_FORCE;  // the folder is ours alone
  options.progress_cb = &Transfer::on_file;
  options.progress_payload = this;
  options.notify_flags = GIT_CHECKOUT_NOTIFY_UPDATED;
  options.notify_cb = &Transfer::on_plan;
  options.notify_payload = this;
  return options;
}

void Transfer::report(ClonePhase phase, std::size_t received, std::size_t total) {
  if (callbacks_.progress) callbacks_.progress({phase, submodule_, received, total, bytes_});
}

int Transfer::on_objects(const git_indexer_progress* progress, void* self) {
  auto& transfer = *static_cast<Transfer*>(self);
  if (transfer.is_cancelled()) return GIT_EUSER;
  transfer.bytes_ = progress->received_bytes;
  if (progress->received_objects < progress->total_objects || progress->total_deltas == 0) {
    transfer.report(ClonePhase::kReceiving, progress->received_objects, progress->total_objects);
  } else {
    transfer.report(ClonePhase::kResolving, progress->indexed_deltas, progress->total_deltas);
  }
  return 0;
}

int Transfer::on_message(const char*, int, void* self) { return static_cast<Transfer*>(self)->is_cancelled() ? GIT_EUSER : 0; }

void Transfer::on_file(const char*, std::size_t done, std::size_t total, void* self) {
  static_cast<Transfer*>(self)->report(ClonePhase::kCheckingOut, done, total);
}

int Transfer::on_plan(git_checkout_notify_t, const char*, const git_diff_file*, const git_diff_file*, const git_diff_file*,
                      void* self) {
  return static_cast<Transfer*>(self)->is_cancelled() ? GIT_EUSER : 0;
}

bool is_allowed_url(std::string_view url, bool allow_local) {
  // Control characters and blanks could end a line of the configuration file or of a request.
  for (char c : url) {
    if (static_cast<unsigned char>(c) <= 0x20 || c == 0x7F) return false;
  }
  if (url.starts_with("https://")) return url.size() > 8 && url[8] != '/';
  return allow_local && (url.starts_with("file:///") || url.starts_with('/'));
}

}  // namespace tt::repos
