// What a supervisor is told over its start pipe: everything, values of environment variables too, which touch neither argv
// nor disk.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace tt::jobdir {

enum class OutputMode : std::uint8_t {
  kPty = 0,   // output unprocessed (no \n to \r\n), input edited by line, Ctrl-C is SIGINT
  kPipe = 1,  // one pipe for stdout and stderr, no stdin: for floods
};

// A set of cards on which a job can run: leased together, or not at all.
struct CardChoice {
  std::string device;                    // for people: "n150 0", "n300 0, n300 1"
  std::vector<std::string> leases;       // names of the cards' lease folders below devices/, at least one
  std::vector<std::uint32_t> nodes;      // N of each /dev/tenstorrent/N: it waits while another program has one of them open
  std::vector<std::string> environment;  // NAME=VALUE each, over the job's own: what follows from having these cards
  bool operator==(const CardChoice&) const = default;
};

struct StartMessage {
  std::string id;                        // the job's ULID
  std::string folder;                    // absolute path of its folder
  std::vector<std::string> argv;         // argv[0] without a slash is looked up in the PATH of `environment`
  std::string cwd;                       // absolute
  std::vector<std::string> environment;  // the child's whole environment, NAME=VALUE each
  OutputMode mode = OutputMode::kPty;
  std::uint16_t columns = 120;
  std::uint16_t rows = 30;
  std::uint32_t interrupt_grace_ms = 5000;  // from SIGINT to SIGTERM
  std::uint32_t terminate_grace_ms = 5000;  // from SIGTERM to SIGKILL, and for what the child leaves behind
  std::uint32_t time_limit_ms = 0;          // 0: none
  std::uint64_t log_limit_bytes = 0;        // of out.log: its beginning and its end are kept; 0: all of it
  std::vector<std::string> secrets;         // values that must not reach the log; those under 6 bytes are ignored
  std::vector<CardChoice> choices;          // the first that is free is taken, in this order of preference; empty: no card
  std::string system_root = "/";            // where proc and dev are looked for
  bool operator==(const StartMessage&) const = default;
};

// Larger ones are refused on both sides: Linux's own limit for argv and environment is 2 MiB by default.
inline constexpr std::size_t kStartMessageLimit = 8 * 1024 * 1024;

// Magic, length, fields, CRC-32: a message that was cut anywhere (its sender died) never starts a job. That of the version
// before, with one lease or none, is still read.
std::string encode_start_message(const StartMessage& message);

// kMalformed; kInvalidArgument for an empty argv, a relative path, or a NUL inside a string.
Result<StartMessage> decode_start_message(std::string_view bytes);

// The supervisor's answer on the same socket, once: empty text means that it took the job over.
std::string encode_start_reply(std::string_view failure);
Result<void> decode_start_reply(std::string_view bytes);

}  // namespace tt::jobdir
