// Writes a file of the user's: a new one at once, a changed one only after they saw the difference and agreed.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

#include "base/async.hpp"
#include "base/result.hpp"
#include "client.hpp"
#include "daemon.hpp"

namespace tt::server {

// A file that is written by an action is small; what is there and larger is something else, and is left alone.
inline constexpr std::size_t kMaxChangedFile = 4u << 20;

enum class Written { kNew, kSame, kReplaced, kKept };

// "written", "as it was already", "replaced", "kept as it is": after the file's name.
std::string_view to_string(Written written);

// Makes the file's folders where they are missing. Where the file exists and differs the user is shown the difference and asked;
// kKept where they say no. A link is followed, and permissions stay. kConflict where the file was changed while the question was
// open, kUnsupported where the client can't ask, kTooLarge over kMaxChangedFile, else as write_users_file().
asio::awaitable<Result<Written>> write_reviewed(Daemon& daemon, Client& client, std::filesystem::path path, std::string text);

}  // namespace tt::server
