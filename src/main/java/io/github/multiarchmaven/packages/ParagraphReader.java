package io.github.multiarchmaven.packages;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Databases that are texts of paragraphs, a package each, with empty lines between them: dpkg's and apk's. */
final class ParagraphReader {
    // dpkg(1), "Package states": the last two are installed packages whose triggers have not run yet.
    private static final Set<String> INSTALLED = Set.of("installed", "triggers-awaited", "triggers-pending");
    private static final int MAX_VALUE = 1024;

    private final DatabaseFile file;
    private final TextLines lines;
    private final List<InstalledPackage> packages = new ArrayList<>();

    ParagraphReader(DatabaseFile file, TextLines lines) {
        this.file = file;
        this.lines = lines;
    }

    /**
     * dpkg's status (deb822(5)): field names in any case, lines that begin with a blank continue the field before.
     *
     * @param statusRequired false for the files of distroless images, which are control files as packages have them
     */
    List<InstalledPackage> dpkg(boolean statusRequired) throws IOException {
        Map<String, String> fields = new HashMap<>();
        for (String line = lines.next(); line != null; line = lines.next()) {
            if (line.isBlank()) {
                dpkgParagraph(fields, statusRequired);
                fields.clear();
            } else if (line.charAt(0) != ' ' && line.charAt(0) != '\t' && line.charAt(0) != '#') {
                int colon = line.indexOf(':');
                if (colon <= 0) {
                    throw file.damaged("a line is not of the form 'Field: value'");
                }
                String field = line.substring(0, colon).toLowerCase(Locale.ROOT);
                if (Set.of("package", "version", "architecture", "status").contains(field)) {
                    fields.put(field, value(line.substring(colon + 1)));
                }
            }
        }
        dpkgParagraph(fields, statusRequired);
        return packages;
    }

    private void dpkgParagraph(Map<String, String> fields, boolean statusRequired) {
        if (fields.isEmpty()) {
            return;
        }
        String status = fields.getOrDefault("status", statusRequired ? "" : "install ok installed");
        String[] words = status.split("\\s+");
        if (INSTALLED.contains(words[words.length - 1])) {
            // Of the few fields that matter only the architecture may be absent, in control files made by hand.
            add(fields.get("package"), fields.get("version"), fields.getOrDefault("architecture", "all"));
        }
    }

    /** apk's installed database (apk-v2(5)): a letter, a colon and the value; upper and lower case letters differ. */
    List<InstalledPackage> apk() throws IOException {
        Map<Character, String> fields = new HashMap<>();
        for (String line = lines.next(); line != null; line = lines.next()) {
            if (line.isBlank()) {
                apkParagraph(fields);
                fields.clear();
            } else if (line.length() < 2 || line.charAt(1) != ':') {
                throw file.damaged("a line is not of the form 'X:value'");
            } else if ("PVA".indexOf(line.charAt(0)) >= 0) {
                fields.put(line.charAt(0), value(line.substring(2)));
            }
        }
        apkParagraph(fields);
        return packages;
    }

    private void apkParagraph(Map<Character, String> fields) {
        if (!fields.isEmpty()) {
            add(fields.get('P'), fields.get('V'), fields.getOrDefault('A', "noarch"));
        }
    }

    private void add(String name, String version, String architecture) {
        if (name == null || name.isEmpty()) {
            throw file.damaged("a package has no name");
        }
        if (version == null || version.isEmpty()) {
            throw file.damaged("the package " + name + " has no version");
        }
        if (packages.size() == DatabaseFile.MAX_PACKAGES) {
            throw file.damaged("it has more than " + DatabaseFile.MAX_PACKAGES + " packages");
        }
        packages.add(new InstalledPackage(name, version, architecture));
    }

    private String value(String text) {
        String value = text.strip();
        if (value.length() > MAX_VALUE) {
            throw file.damaged("a name or version is longer than " + MAX_VALUE + " characters");
        }
        return value;
    }
}
