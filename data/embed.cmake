# Writes OUTPUT, a C++ file that holds the tables named in TABLES ('+' between them) of FOLDER and
# their SHA-256. The assembler takes the bytes in with .incbin, so no text is converted.
string(REPLACE "+" ";" names "${TABLES}")
set(bytes "")
set(declarations "")
set(rows "")
set(hash_lines "")
foreach(name IN LISTS names)
  file(SHA256 ${FOLDER}/${name}.csv hash)
  string(APPEND hash_lines "${name}:${hash}\n")
  string(APPEND bytes "    \"co2est_${name}:\\n.incbin \\\"${FOLDER}/${name}.csv\\\"\\n\"\n"
                      "    \"co2est_${name}_end: .byte 0\\n\"\n")
  string(APPEND declarations "extern const char co2est_${name}[], co2est_${name}_end[];\n")
  string(APPEND rows "    {\"${name}\",\n     {co2est_${name}, "
                     "static_cast<std::size_t>(co2est_${name}_end - co2est_${name})},\n"
                     "     \"${hash}\"},\n")
endforeach()
string(SHA256 fingerprint "${hash_lines}")
file(WRITE ${OUTPUT} "// Generated from the tables of data/ by embed.cmake.
#include \"catalogue/embedded.hpp\"

__asm__(
    \".section .rodata\\n\"
${bytes}    \".text\\n\");

extern \"C\" {
${declarations}}

namespace co2est {

std::span<const TableText> embedded_tables() {
  static const TableText kTables[] = {
${rows}  };
  return kTables;
}

std::string_view embedded_fingerprint() {
  return \"sha256:${fingerprint}\";
}

}  // namespace co2est
")
