#include "clone.hpp"

#include <fmt/format.h>

#include "errors.hpp"
#include "handle.hpp"
#include "part_folder.hpp"
#include "state.hpp"
#include "submodules.hpp"
#include "transfer.hpp"

namespace tt::repos {
namespace {

// The destination without "." and "..", and without a '/' at its end.
Result<std::filesystem::path> clean_destination(const std::filesystem::path& destination) {
  std::filesystem::path clean = destination.lexically_normal();
  if (!clean.has_filename()) clean = clean.parent_path();
  if (clean.is_absolute() && clean.has_filename() && clean.string().find('\0') == std::string::npos) return clean;
  return fail(ErrorKind::kInvalidArgument,
              fmt::format("'{}' is not an absolute path of a folder to clone into.", destination.string()));
}

// Clones into the part folder, which stays behind on failure: its owner removes it.
Result<CloneOutcome> clone_into(const PartFolder& part, const CloneRequest& request, const CloneCallbacks& callbacks) {
  Transfer transfer(callbacks);
  transfer.begin("");
  git_clone_options options;
  ::git_clone_options_init(&options, GIT_CLONE_OPTIONS_VERSION);
  options.fetch_opts = transfer.fetch_options();
  options.checkout_opts = transfer.checkout_options();
  git_repository* cloned = nullptr;
  if (transfer.is_cancelled()) return fail_git(GIT_EUSER, "Cloning", request.url);
  const int code = ::git_clone(&cloned, request.url.c_str(), part.path().c_str(), &options);
  const Repository repository(cloned);
  // A callback that stops a call doesn't always shape the code that the call returns.
  if (transfer.is_cancelled()) return fail_git(GIT_EUSER, "Cloning", request.url);
  if (code != 0) return fail_git(code, "Cloning", request.url);

  CloneOutcome outcome;
  if (request.with_submodules) {
    const Result<std::size_t> fetched = fetch_submodules(cloned, transfer, request.allow_local);
    if (!fetched) return std::unexpected(fetched.error());
    if (transfer.is_cancelled()) return fail_git(GIT_EUSER, "Cloning", request.url);
    outcome.submodules = *fetched;
  }
  return outcome;
}

}  // namespace

Result<CloneOutcome> clone(const CloneRequest& request, const CloneCallbacks& callbacks) {
  const Library library;
  if (!is_allowed_url(request.url, request.allow_local)) {
    return fail(ErrorKind::kInvalidArgument, fmt::format("'{}' is not an https address.", request.url),
                "Use the address that begins with https://.");
  }
  const Result<std::filesystem::path> destination = clean_destination(request.destination);
  if (!destination) return std::unexpected(destination.error());
  Result<PartFolder> part = PartFolder::create(*destination);
  if (!part) return std::unexpected(part.error());
  Result<CloneOutcome> outcome = clone_into(*part, request, callbacks);
  if (!outcome) return outcome;
  if (Result<void> done = part->become_destination(); !done) return std::unexpected(done.error());

  outcome->destination = *destination;
  if (const Result<Head> head = read_head(*destination)) {
    outcome->branch = head->branch;
    outcome->commit = head->commit;
  }
  return outcome;
}

}  // namespace tt::repos
