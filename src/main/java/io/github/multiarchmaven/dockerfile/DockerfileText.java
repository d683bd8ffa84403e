package io.github.multiarchmaven.dockerfile;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Dockerfile's instructions, one string each: continued lines joined, comments and the bodies of here-documents left out. */
final class DockerfileText {
    private static final Pattern ESCAPE = Pattern.compile("(?i)#\\s*escape\\s*=\\s*([`\\\\])\\s*");
    private static final Pattern DIRECTIVE = Pattern.compile("#\\s*\\w+\\s*=.*");
    private static final Pattern HERE = Pattern.compile("<<-?\\s*(?:\"(\\w+)\"|'(\\w+)'|(\\w+))");

    private DockerfileText() {}

    static List<String> instructions(String text) {
        List<String> lines = text.replaceFirst("^\\uFEFF", "").lines().toList();
        String escape = escape(lines);
        List<String> instructions = new ArrayList<>();
        StringBuilder current = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            // Within a continued instruction too; empty lines there are allowed, and deprecated.
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            if (line.endsWith(escape)) {
                current.append(line, 0, line.length() - 1).append(' ');
                continue;
            }
            String instruction = current.append(line).toString();
            current.setLength(0);
            instructions.add(instruction);
            if (instruction.matches("(?is)(RUN|COPY|ADD)\\s.*")) {
                i = afterHereDocuments(instruction, lines, i);
            }
        }
        if (!current.isEmpty()) {
            instructions.add(current.toString());
        }
        return instructions;
    }

    /** Directives come first, before any other comment. */
    private static String escape(List<String> lines) {
        for (String line : lines) {
            Matcher matcher = ESCAPE.matcher(line.strip());
            if (matcher.matches()) {
                return matcher.group(1);
            }
            if (!DIRECTIVE.matcher(line.strip()).matches()) {
                break;
            }
        }
        return "\\";
    }

    /** The number of the last line that belongs to an instruction with here-documents. */
    private static int afterHereDocuments(String instruction, List<String> lines, int last) {
        Matcher here = HERE.matcher(instruction);
        int at = last;
        while (here.find()) {
            String end = here.group(1) != null ? here.group(1) : here.group(2) != null ? here.group(2) : here.group(3);
            int found = at + 1;
            while (found < lines.size() && !lines.get(found).strip().equals(end)) {
                found++;
            }
            // Without its end it is no here-document: a shell's "<<" in arithmetic.
            at = found < lines.size() ? found : at;
        }
        return at;
    }
}
