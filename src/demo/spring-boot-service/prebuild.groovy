io.github.multiarchmaven.testbed.Demo.start(basedir, context)
true
