package io.github.multiarchmaven.mojo;

import io.github.multiarchmaven.assemble.ExtraDirectory;
import io.github.multiarchmaven.image.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A folder whose content is put into the image.
 *
 * <pre>
 * &lt;extraDirectory&gt;
 *   &lt;from&gt;src/main/image&lt;/from&gt;
 *   &lt;into&gt;/opt/app&lt;/into&gt;                                    &lt;!-- default / --&gt;
 *   &lt;includes&gt;&lt;include&gt;bin/**&lt;/include&gt;&lt;/includes&gt;          &lt;!-- default all --&gt;
 *   &lt;permissions&gt;&lt;permission&gt;&lt;file&gt;/opt/app/bin/*&lt;/file&gt;&lt;mode&gt;755&lt;/mode&gt;&lt;/permission&gt;&lt;/permissions&gt;
 * &lt;/extraDirectory&gt;
 * </pre>
 */
public class ExtraDirectoryConfiguration {
    private String from;
    private String into = "/";
    private List<String> includes = new ArrayList<>();
    private List<String> excludes = new ArrayList<>();
    private List<PermissionConfiguration> permissions = new ArrayList<>();

    /** Called by Maven for the short form: the folder alone. */
    public void set(String shortForm) {
        from = shortForm;
    }

    /** @param basedir what a relative {@code from} is relative to */
    ExtraDirectory toRecord(Path basedir) {
        if (from == null) {
            throw new InvalidInputException(
                    "An <extraDirectory> has no <from>. Name the folder to put into the image.");
        }
        Path directory = basedir.resolve(from);
        if (!Files.isDirectory(directory)) {
            throw new InvalidInputException("The <extraDirectory> " + directory
                    + " is not a folder. Create it, or correct the parameter extraDirectories.");
        }
        Map<String, String> modes = new LinkedHashMap<>();
        permissions.forEach(p -> modes.put(p.file(), p.mode()));
        return new ExtraDirectory(directory, into, includes, excludes, modes);
    }
}
