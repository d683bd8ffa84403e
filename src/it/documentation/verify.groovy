import static io.github.multiarchmaven.testbed.InvokerRegistry.*

def registry = of(context)
try {
    def modules = context.get('modules')
    must(modules.size() >= 4, "examples found: $modules")
    mustEqual(modules.size(), (log(basedir) =~ /Published |Up to date: |\d images?: \d (promoted|there already)/).collect().size())
    mustEqual(['1.26.1', '1.26.2'], registry.repository('container/nginx').tags().findAll { !it.contains('m') }.sort())
} finally {
    registry.close()
}
true
