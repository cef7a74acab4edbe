"""The wheel holds a library of this machine's kind, and runs with any Python of version 3."""

from setuptools import Distribution, setup
from setuptools.command.bdist_wheel import bdist_wheel


class OfThisMachine(Distribution):
    def has_ext_modules(self) -> bool:
        return True


class AnyPython(bdist_wheel):
    def get_tag(self) -> tuple[str, str, str]:
        _, _, machine = super().get_tag()
        return "py3", "none", machine


setup(distclass=OfThisMachine, cmdclass={"bdist_wheel": AnyPython})
