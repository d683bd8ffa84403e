package io.github.multiarchmaven.mojo;

import io.github.multiarchmaven.check.CheckResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the executions of {@code check} in one module have found in one run of Maven: those that write the same file all stand in it. */
final class ModuleResults {
    private final List<CheckResult> results = new ArrayList<>();

    /**
     * Adds a result.
     *
     * @param context of the plugin in the module, which Maven keeps from execution to execution
     * @param file that is to be written
     * @return all results for the file, in the order of the executions
     */
    static List<CheckResult> add(Map<Object, Object> context, Path file, CheckResult result) {
        String key = ModuleResults.class.getName() + " " + file.toAbsolutePath();
        ModuleResults all;
        // What a plugin that was loaded anew has left there is of another class.
        if (context.get(key) instanceof ModuleResults before) {
            all = before;
        } else {
            all = new ModuleResults();
            context.put(key, all);
        }
        all.results.add(result);
        return List.copyOf(all.results);
    }
}
