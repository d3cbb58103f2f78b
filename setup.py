"""Packs config.example.toml into the wheel as bot/city.toml, the demo's city. Everything else is in pyproject.toml."""

from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

SOURCE = "config.example.toml"


class WithTheCity(build_py):
    """The packages, and the city beside the demo; an editable install reads it where it stands."""

    def _city(self) -> str:
        return str(Path(self.build_lib, "bot", "city.toml"))

    def run(self) -> None:
        """Build, then copy."""
        super().run()
        if not self.editable_mode:
            self.copy_file(SOURCE, self._city())

    def get_outputs(self, include_bytecode: bool = True) -> list[str]:
        """What a wheel is to hold."""
        return [*super().get_outputs(include_bytecode), *([] if self.editable_mode else [self._city()])]

    def get_source_files(self) -> list[str]:
        """What a source archive is to hold."""
        return [*super().get_source_files(), SOURCE]


setup(cmdclass={"build_py": WithTheCity})
