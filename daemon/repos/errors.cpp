#include "errors.hpp"

#include <fmt/format.h>
#include <git2.h>

#include <string>

namespace tt::repos {
namespace {

bool holds(std::string_view text, std::initializer_list<std::string_view> parts) {
  for (std::string_view part : parts) {
    if (text.find(part) != std::string_view::npos) return true;
  }
  return false;
}

}  // namespace

std::unexpected<Error> fail_git(int code, std::string_view what, std::string_view on) {
  const git_error* last = ::git_error_last();
  const std::string cause = last && last->message ? last->message : fmt::format("libgit2 error {}", code);
  const int area = last ? last->klass : GIT_ERROR_NONE;
  const auto sentence = [&](std::string_view why) { return fmt::format("{} {} failed: {}.", what, on, why); };

  if (code == GIT_EUSER) return fail(ErrorKind::kCancelled, fmt::format("{} {} was cancelled.", what, on));
  if (code == GIT_ECERTIFICATE || holds(cause, {"certificate", "SSL error"})) {
    return fail(ErrorKind::kIo, sentence("the server's certificate can't be trusted (" + cause + ")"),
                "Install the package ca-certificates, check the clock, and ask whoever runs the network about a proxy with a "
                "certificate of its own.");
  }
  if (code == GIT_EAUTH || holds(cause, {"authentication", "status code: 401", "status code: 403", "status code: 404"})) {
    return fail(ErrorKind::kNotFound, sentence("the repository doesn't exist or isn't public"), "Check the address.");
  }
  if (holds(cause, {"No space left", "Disk quota exceeded"})) {
    return fail(ErrorKind::kTooLarge, sentence("the disk is full"), "Free some space, or choose a folder on another disk.");
  }
  if (code == GIT_EOWNER) {
    return fail(ErrorKind::kUnsupported, sentence("the folder belongs to another user, and Git reads none such"),
                "Make it yours, or add it to safe.directory in your Git settings.");
  }
  if (code == GIT_ENOTFOUND) return fail(ErrorKind::kNotFound, sentence(cause));
  if (area == GIT_ERROR_NET || area == GIT_ERROR_HTTP || area == GIT_ERROR_SSL || holds(cause, {"resolve address", "connect"})) {
    return fail(ErrorKind::kIo, sentence("the network didn't answer as it should (" + cause + ")"),
                "Check the connection and the proxy settings, then try again.");
  }
  return fail(ErrorKind::kIo, sentence(cause));
}

}  // namespace tt::repos
