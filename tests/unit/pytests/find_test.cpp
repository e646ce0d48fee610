#include "pytests/find.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

namespace {

// "test_a@0 TestB::test_c@4"
std::string found(std::string_view source) {
  std::string out;
  for (const auto& test : tt::pytests::find_tests(source))
    out += fmt::format("{}{}@{}", out.empty() ? "" : " ", test.name, test.line);
  return out;
}

}  // namespace

TEST_CASE("tests are found where pytest finds them") {
  struct Case {
    std::string_view source, tests;
  };
  const Case cases[] = {
      {"def test_a():\n    pass\n", "test_a@0"},
      {"\xEF\xBB\xBF"
       "def test_a(): pass",
       "test_a@0"},
      {"def testing(x): pass\ndef helper(): pass\ndef Test(): pass\ndef my_test(): pass\n", "testing@0"},
      {"async def test_a():\n    pass\n", "test_a@0"},
      {"async   def\ttest_a ():\n    pass\n", "test_a@0"},
      {"def test_a[T](x: T): pass\n", "test_a@0"},
      {"defx test_a(): pass\nundef = 1\n", ""},
      {"def test_gr\xC3\xBC\xC3\x9F(): pass\n", "test_gr\xC3\xBC\xC3\x9F@0"},
      {"# def test_a():\n", ""},
      {"x = 1  # '''\ndef test_a(): pass\n", "test_a@1"},
      {"x\r\n\r\ndef test_a(): pass\r\n", "test_a@2"},
      {"x\r\rdef test_a(): pass\r", "test_a@2"},
      // Classes.
      {"class TestA:\n    def test_x(self): pass\n    def helper(self): pass\n", "TestA::test_x@1"},
      {"class TestA(Base, metaclass=M):\n    async def test_x(self): pass\n", "TestA::test_x@1"},
      {"class TestA:\n    class TestB:\n        def test_x(self): pass\n    def test_y(self): pass\ndef test_z(): pass\n",
       "TestA::TestB::test_x@2 TestA::test_y@3 test_z@4"},
      {"class A:\n    def test_x(self): pass\n    class TestB:\n        def test_y(self): pass\n", ""},
      {"class TestA: pass\ndef test_x(): pass\n", "test_x@1"},
      {"class TestA:\n\tdef test_x(self): pass\n\n# c\n\tdef test_y(self): pass\n", "TestA::test_x@1 TestA::test_y@4"},
      // Nested functions are nobody's tests; blocks are transparent.
      {"def make():\n    def test_x(): pass\n    class TestA:\n        def test_y(self): pass\n", ""},
      {"def test_a():\n    def test_b(): pass\ndef test_c(): pass\n", "test_a@0 test_c@2"},
      {"if x:\n    def test_a(): pass\nelse:\n    class TestB:\n        def test_c(self): pass\n", "test_a@1 TestB::test_c@4"},
      // Decorators.
      {"@pytest.mark.parametrize(\n    \"a\",\n    [(1, 2), (3, 4)],\n)\n@slow\ndef test_a(a): pass\n", "test_a@5"},
      {"@pytest.fixture\ndef test_data(): pass\ndef test_a(): pass\n", "test_a@2"},
      {"@pytest.fixture(scope=\"module\")\n@other\ndef test_data(): pass\n", ""},
      {"@fixture  # c\ndef test_data(): pass\n", ""},
      {"@use_fixture\ndef test_a(): pass\n", "test_a@1"},
      // Strings.
      {"'''\ndef test_a(): pass\n'''\ndef test_b(): pass\n", "test_b@3"},
      {"x = \"\"\"a 'b' '''\ndef test_a(): pass\n\"\"\"\ndef test_b(): pass\n", "test_b@3"},
      {"x = r\"\"\"\\\"\"\"\ndef test_a(): pass\n\"\"\"\ndef test_b(): pass\n", "test_b@3"},
      {"x = \"\"\"\"quoted\"\"\"\ndef test_b(): pass\n", "test_b@1"},
      {"x = ''\ndef test_b(): pass\n", "test_b@1"},
      {"x = 'it\\'s'\ndef test_b(): pass\n", "test_b@1"},
      {"x = 'open\ndef test_b(): pass\n", "test_b@1"},
      {"x = 'a\\\ndef test_a(): pass'\ndef test_b(): pass\n", "test_b@2"},
      {"x = \"#\" '''\ndef test_a(): pass\n'''\n", ""},
      // Brackets and continued lines don't end a class.
      {"class TestA:\n    x = [\n1,\n]\n    def test_b(self): pass\n", "TestA::test_b@4"},
      {"class TestA:\n    x = \\\n1\n    def test_b(self): pass\n", "TestA::test_b@3"},
      {"class TestA:\n    '''doc\ntext\n'''\n    def test_b(self): pass\n", "TestA::test_b@4"},
      {"class TestA:\n    x = [y\nasync for y in z]\n    def test_b(self): pass\n", "TestA::test_b@3"},
      // A file being edited.
      {"x = foo(\ndef test_a(): pass\n", "test_a@1"},
      {"x = )]}\ndef test_a(): pass\n", "test_a@1"},
      {"def \nclass \nclass\ndef\n@\n", ""},
      {"x = '''\ndef test_a(): pass\n", ""},
      {"", ""},
  };
  for (const Case& c : cases) {
    CAPTURE(std::string(c.source));
    CHECK(found(c.source) == c.tests);
  }
}

TEST_CASE("any bytes are read, and the result is bounded") {
  std::string all;
  for (int i = 0; i < 256; ++i) all += static_cast<char>(i);
  CHECK(found(all + "\n" + all) == "");
  std::string many;
  for (int i = 0; i < 12000; ++i) many += "def test_x(): pass\n";
  CHECK(tt::pytests::find_tests(many).size() == 10000);
  std::string deep;
  for (std::size_t i = 0; i < 300; ++i) deep += std::string(i, ' ') + "class TestA:\n";
  deep += std::string(300, ' ') + "def test_x(): pass\ndef test_y(): pass\n";
  CHECK(found(deep) == "test_y@301");
}

TEST_CASE("imports of ttnn are seen, mentions of it aren't") {
  for (const char* source : {"import ttnn", "import ttnn as t\n", "import os, ttnn\n", "import os,ttnn\n", "from ttnn import x\n",
                             "from ttnn.model import x\n", "import ttnn.operations\n", "def f():\n    import ttnn\n",
                             "try:\n\timport ttnn\nexcept ImportError:\n\tpass\n"}) {
    CAPTURE(source);
    CHECK(tt::pytests::uses_ttnn(source));
  }
  for (const char* source :
       {"", "# import ttnn\n", "'''\nimport ttnn\n'''\n", "import ttnnx\n", "import x.ttnn\n", "from x import ttnn\n",
        "from .ttnn import x\n", "ttnn = 1\n", "important ttnn\n", "import x as ttnn\n", "import\n", "from\n", "import ,,\n"}) {
    CAPTURE(source);
    CHECK(!tt::pytests::uses_ttnn(source));
  }
}
