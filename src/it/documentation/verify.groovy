import static io.github.multiarchmaven.testbed.InvokerRegistry.*

def registry = of(context)
try {
    def modules = context.get('modules')
    must(modules.size() >= 4, "examples found: $modules")
    mustEqual(modules.size(), log(basedir).count('Published '))
} finally {
    registry.close()
}
true
