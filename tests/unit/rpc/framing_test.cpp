#include "rpc/framing.hpp"

#include <doctest/doctest.h>

#include <vector>

using tt::rpc::FrameParser;

namespace {

struct Outcome {
  std::vector<std::string> bodies;
  bool failed = false;
};

Outcome parse(std::string_view stream, std::size_t piece) {
  FrameParser parser;
  Outcome outcome;
  for (std::size_t at = 0; at < stream.size() && !outcome.failed; at += piece) {
    outcome.failed = !parser.push(stream.substr(at, piece), [&](std::string body) { outcome.bodies.push_back(std::move(body)); });
  }
  return outcome;
}

}  // namespace

TEST_CASE("bodies come out whole, however the stream is cut") {
  const std::string stream = tt::rpc::frame("{}") + tt::rpc::frame("") +
                             "content-length: 3\r\nContent-Type: application/vscode-jsonrpc; charset=utf-8\r\n\r\nabc" +
                             "X-Other: 1\r\nContent-Length:2\r\nContent-Length: 2\r\n\r\n\r\n";
  for (std::size_t piece = 1; piece <= stream.size(); ++piece) {
    CAPTURE(piece);
    const Outcome outcome = parse(stream, piece);
    CHECK_FALSE(outcome.failed);
    // A body of length 0 completes with the next byte at the latest.
    CHECK(outcome.bodies == std::vector<std::string>{"{}", "", "abc", "\r\n"});
  }
}

TEST_CASE("a stream that can't be resynchronised is refused") {
  const std::string long_header = "X: " + std::string(5000, 'x');
  const std::string_view cases[] = {
      "Content-Length: -1\r\n\r\n",
      "Content-Length: 0x10\r\n\r\n",
      "Content-Length: \r\n\r\n",
      "Content-Length: 1 2\r\n\r\n",
      "Content-Length: 16777217\r\n\r\n",
      "Content-Length: 99999999999999999999999999\r\n\r\n",
      "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
      "Content-Type: x\r\n\r\n",
      "\r\n\r\n",
      "garbage\r\n\r\n",
      long_header,
  };
  for (const std::string_view stream : cases) {
    for (const std::size_t piece : {std::size_t{1}, std::size_t{7}, stream.size()}) {
      CAPTURE(std::string(stream.substr(0, 60)));
      CAPTURE(piece);
      const Outcome outcome = parse(stream, piece);
      CHECK(outcome.failed);
      CHECK(outcome.bodies.empty());
    }
  }
}

TEST_CASE("an announced length allocates nothing before the body arrives") {
  FrameParser parser;
  REQUIRE(parser.push("Content-Length: 16777216\r\n\r\nx", [](std::string) {}).has_value());
  CHECK_FALSE(parser.at_border());
}
