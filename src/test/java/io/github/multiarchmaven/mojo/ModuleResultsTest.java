package io.github.multiarchmaven.mojo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.multiarchmaven.check.CheckResult;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModuleResultsTest {
    private static CheckResult result(String image) {
        return new CheckResult(image, List.of(), List.of(), List.of());
    }

    private static List<String> images(List<CheckResult> results) {
        return results.stream().map(CheckResult::image).toList();
    }

    @Test
    void executionsThatWriteOneFileAllStandInIt() {
        Map<Object, Object> context = new HashMap<>();
        Path file = Path.of("target", "check.json");
        assertEquals(List.of("one"), images(ModuleResults.add(context, file, result("one"))));
        assertEquals(List.of("other"), images(ModuleResults.add(context, Path.of("other.json"), result("other"))));
        assertEquals(List.of("one", "two"), images(ModuleResults.add(context, file.toAbsolutePath(), result("two"))));
    }

    @Test
    void whatAPluginOfAnotherClassLoaderHasLeftIsNoneOfOurs() {
        Map<Object, Object> context = new HashMap<>();
        Path file = Path.of("check.json");
        ModuleResults.add(context, file, result("one"));
        context.replaceAll((key, value) -> "of another class");
        assertEquals(List.of("two"), images(ModuleResults.add(context, file, result("two"))));
    }
}
