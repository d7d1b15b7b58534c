// What the tests know about CSV: RFC 4180, and where a fault stands.
#include <catch2/catch.hpp>

#include "catalogue/lookup.hpp"
#include "catalogue/sha256.hpp"
#include "co2est/error.hpp"
#include "csv/csv.hpp"

using namespace co2est;
using Cells = std::vector<std::string_view>;

TEST_CASE("cells are read as RFC 4180 writes them") {
  csv::Reader reader(
      "\xEF\xBB\xBF"
      "a,b\r\n\"x, \"\"y\"\"\",\r\n\n\"two\nlines\",z");
  Cells cells;
  REQUIRE(reader.next(cells));
  CHECK(cells == Cells{"a", "b"});
  REQUIRE(reader.next(cells));
  CHECK(cells == Cells{"x, \"y\"", ""});
  CHECK(reader.line() == 2);
  REQUIRE(reader.next(cells));
  CHECK(cells == Cells{"two\nlines", "z"});
  CHECK(reader.line() == 4);
  CHECK_FALSE(reader.next(cells));
}

TEST_CASE("broken quotes are refused with their line") {
  Cells cells;
  csv::Reader open("a\n\"b");
  open.next(cells);
  CHECK_THROWS_WITH(open.next(cells), Catch::Contains("line 2"));
  csv::Reader inside("a\"b");
  CHECK_THROWS_AS(inside.next(cells), Error);
  csv::Reader after("\"a\"b");
  CHECK_THROWS_AS(after.next(cells), Error);
}

TEST_CASE("a written cell is read back") {
  for (const std::string text : {"plain", "a,b", "say \"x\"", "two\nlines", ""}) {
    const std::string line = csv::quoted(text) + ",end";
    csv::Reader reader(line);
    Cells cells;
    REQUIRE(reader.next(cells));
    CHECK(cells == Cells{text, "end"});
  }
}

TEST_CASE("lines of a key are found in a sorted table") {
  const std::string_view table = "id,v\na,1\nab,2\nab,3\nb,4\nbb,5\n";
  CHECK(lines_with_key(table, "ab") == "ab,2\nab,3\n");
  CHECK(lines_with_key(table, "a") == "a,1\n");
  CHECK(lines_with_key(table, "bb") == "bb,5\n");
  CHECK(lines_with_key(table, "c").empty());
  CHECK(lines_with_key(table, "").empty());
  CHECK(lines_with_key("id,v\n", "a").empty());
  const std::string_view quoted = "id,v\n\"a\",1\n\"ab\",2\nb,4\n";
  CHECK(lines_with_key(quoted, "ab") == "\"ab\",2\n");
  CHECK(lines_with_key(quoted, "b") == "b,4\n");
}

TEST_CASE("SHA-256 is the same with and without the machine's own instructions") {
  std::string text;
  for (int i = 0; i < 300; ++i) {
    INFO(text.size());
    CHECK(sha256_hex(text) == sha256_hex_plain(text));
    text += static_cast<char>(i * 37);
  }
  CHECK(sha256_hex_plain("abc") ==
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("SHA-256 agrees with FIPS 180-4") {
  CHECK(sha256_hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(sha256_hex(std::string(1'000'000, 'a')) ==
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}
