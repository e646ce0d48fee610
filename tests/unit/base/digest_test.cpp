#include "base/digest.hpp"

#include <doctest/doctest.h>

#include <string>

namespace digest = tt::digest;

TEST_CASE("a text's digest is SHA-256's") {
  // The examples of FIPS 180-2, appendix B.
  CHECK(digest::sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(digest::sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  CHECK(digest::sha256(std::string(1'000'000, 'a')) == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}
