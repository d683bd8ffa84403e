package io.github.multiarchmaven.registry.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScopeTest {

    @Test
    void pullAndPushNameTheRepository() {
        assertEquals("repository:team/app:pull", Scope.pull("team/app").toString());
        assertEquals("repository:team/app:pull,push", Scope.push("team/app").toString());
        assertEquals("", Scope.none().toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            repository:a:pull | repository:b:pull | repository:a:pull repository:b:pull
            repository:a:pull | repository:a:pull | repository:a:pull
            repository:a:pull | repository:a:pull,push | repository:a:pull,push
            repository:a:pull,push | repository:a:pull | repository:a:pull,push
            repository:a:pull | '' | repository:a:pull
            '' | repository:a:pull | repository:a:pull
            registry:catalog:* | repository:a:pull | registry:catalog:* repository:a:pull
            repository:h.io:5000/a:pull | repository:h.io:5000/a:push | repository:h.io:5000/a:pull,push
            odd | repository:a:pull | odd repository:a:pull
            """)
    void togetherTheActionsOnOneResourceAreUnited(String one, String other, String both) {
        assertEquals(both, Scope.parse(one).with(Scope.parse(other)).toString());
    }

    @Test
    void wordsAreSeparatedByAnyBlanks() {
        assertEquals(Scope.pull("a").with(Scope.pull("b")), Scope.parse("  repository:a:pull \t repository:b:pull "));
    }
}
