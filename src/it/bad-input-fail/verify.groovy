import static io.github.multiarchmaven.testbed.InvokerRegistry.*

def registry = of(context)
try {
    def sentences = [
        ~/The parameter image: Malformed image reference '.*Team\/app:1'.*lower-case/,
        ~/The parameter platforms: Unknown platform 'linux\/amd46'.*amd64/,
        ~/base\/amd64-only:17.*linux\/arm64.*linux\/amd64/,
        ~/base\/not-there:17.*<from>/,
        ~/base\/java:18.*<from>/,
        ~/127\.0\.0\.1:1.*refused/,
        ~/The parameter platformTag '\{tag\}' has no \{arch\}/,
        ~/The parameter parallelism is 0; it has to be between 1 and 64/,
        ~/The parameter creationTime is 'yesterday'/,
        ~/the parameter tags has 'no-good!'/,
    ]
    sentences.each { mustSay(basedir, /\[ERROR\] .*/ + it.pattern()) }
    must(!log(basedir).contains('NullPointerException'), 'no failure is a defect of ours')
    // Nothing of the bad runs reached the registry or replaced the layout.
    mustEqual(['1.0', '1.0-amd64', '1.0-arm64', 'latest'], registry.repository('team/app').tags().sort())
    def layout = new File(basedir, 'target/multiarch/team+app/index.json').text
    must(layout.contains(registry.manifest('team/app', '1.0').digest().toString()), 'the layout is that of the good run')
} finally {
    registry.close()
}
true
