import static io.github.multiarchmaven.testbed.InvokerRegistry.*

def registry = of(context)
try {
    def log = log(basedir)
    must(!(log =~ /(?i)thread-?safe/).find(), 'no warning about thread safety')
    mustEqual(20, log.count('Published '))
    (1..20).each { n ->
        def name = String.format('m%02d', n)
        mustEqual(2, registry.manifest('team/' + name, '1.0').children().size())
    }
    must(registry.files('team/m06', '1.0', 'linux/arm64').contains('/app/libs/m01-1.0.jar 644'), "a module's jar is a dependency")

    // The dependency's layer is the same in all modules: sent once, then mounted.
    def digest = registry.child('team/m02', '1.0', 'linux/amd64').layers()[1].digest()
    mustEqual(digest, registry.child('team/m20', '1.0', 'linux/arm64').layers()[1].digest())
    mustEqual(1, registry.requests().count { it.method() == 'PUT' && it.status() == 201 && it.pathAndQuery().contains(digest.hex()) })
} finally {
    registry.close()
}
true
